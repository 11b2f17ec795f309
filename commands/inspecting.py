"""``yusuan inspect``: the library's inspection, with the failures that people can mend as one line each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..converters.errors import UnreadableError
from ..converters.forms.own import FormError
from ..converters.forms.words import load_vocabulary
from ..converters.inspection import Inspection, draw
from ..converters.inspection import inspect as look
from ..outcomes import CommandError, require_files


def inspect(paths: Sequence[Path], page: int | None = None, image: Path | None = None) -> Inspection:
    """What was read in the document that the files at ``paths`` are together.

    With ``image`` a page of the first file (its first without ``page``) is drawn there as well.

    Raises:
        CommandError: the file cannot be read, has no such page, or the picture cannot be written.
    """
    require_files(paths)
    try:
        load_vocabulary()
        seen = look(paths, page)
        if image is not None:
            draw(paths[0], page or 1, image)
    except UnreadableError as error:
        raise CommandError("invalid", str(error)) from error
    except (FormError, ValueError) as error:
        raise CommandError("usage", str(error)) from error
    except OSError as error:
        raise CommandError("partial", f"{image}: 写不了图片: {error} / the picture cannot be written") from error
    return seen

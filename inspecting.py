"""``yusuan inspect``: the library's inspection, with the failures that people can mend as one line each."""

from __future__ import annotations

from pathlib import Path

from .converters.errors import UnreadableError
from .converters.forms.form import FormError
from .converters.forms.words import load_vocabulary
from .converters.inspection import Inspection, draw
from .converters.inspection import inspect as look
from .outcomes import CommandError


def inspect(path: Path, page: int | None = None, image: Path | None = None) -> Inspection:
    """What was read in ``path``; with ``image`` the page (the first without ``page``) is drawn there as well.

    Raises:
        CommandError: the file cannot be read, has no such page, or the picture cannot be written.
    """
    if not path.is_file():
        raise CommandError("usage", f"{path}: 文件不存在 / there is no such file")
    try:
        load_vocabulary()
        seen = look(path, page)
        if image is not None:
            draw(path, page or 1, image)
    except UnreadableError as error:
        raise CommandError("invalid", str(error)) from error
    except (FormError, ValueError) as error:
        raise CommandError("usage", str(error)) from error
    except OSError as error:
        raise CommandError("partial", f"{image}: 写不了图片: {error} / the picture cannot be written") from error
    return seen

"""What a portal draws of a dataset: its tables as tables to page through, and the expenditure as a chart.

CKAN 2.11 and 2.12 have no chart of their own any more (the Recline views were removed, ckan/ckan#7918); what they
have is ``image_view``, which shows a picture beside any resource. The chart is therefore a file of the dataset, shown
with itself and with the table that it is drawn from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .dataset import PATH_KEY
from .exports import CHART
from .portal import Portal, PortalError

_DRAWN_FROM = "data/observations.csv"


def add_views(package: Mapping[str, Any], portal: Portal) -> None:
    """Make the views that the portal shows of a dataset by default, and those of the chart; none is made twice.

    Raises:
        PortalError: the portal does not answer. One that has no ``image_view`` goes without the chart's.
    """
    request = {"package": package, "create_datastore_views": True}
    portal.write("package_create_default_resource_views", request)
    there = {str(r.get(PATH_KEY)): r for r in package["resources"]}
    for path in (CHART, _DRAWN_FROM):
        if CHART in there and path in there:
            _show_picture(str(there[path]["id"]), portal.address(there[CHART]), portal)


def drop_double_views(package: Mapping[str, Any], portal: Portal) -> None:
    """Keep one of the views that two publishers at once have made of the same kind. Raises PortalError."""
    for resource in package["resources"]:
        if resource.get("datastore_active") or resource.get(PATH_KEY) == CHART:
            seen: set[str] = set()
            for view in sorted(portal.read("resource_view_list", id=resource["id"]), key=lambda v: v["id"]):
                said = str(sorted((k, str(v)) for k, v in view.items() if k not in ("id", "order")))
                if said in seen:
                    _delete(str(view["id"]), portal)
                seen.add(said)


def _delete(view_id: str, portal: Portal) -> None:
    try:
        portal.write("resource_view_delete", {"id": view_id})
    except PortalError as error:
        if error.trouble != "missing":  # the other publisher was quicker
            raise


def _show_picture(resource_id: str, address: str, portal: Portal) -> None:
    def there() -> Any:
        found = portal.read("resource_view_list", id=resource_id)
        return next((v for v in found if v["view_type"] == "image_view"), None)

    view = {"resource_id": resource_id, "title": "图 Chart", "view_type": "image_view", "image_url": address}
    try:
        if there() is None:
            portal.write("resource_view_create", view, done=there)
    except PortalError as error:
        if error.trouble != "invalid":  # no such view at this portal
            raise

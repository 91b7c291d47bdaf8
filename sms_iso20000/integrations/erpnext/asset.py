"""ERPNext's Asset as a part of the register of assets."""

ASSET = {
    "doctype": "Asset",
    # The record type of the organisation that owns it, and the field that names which.
    "organisation_type": "Company",
    "organisation_field": "company",
    "title_field": "asset_name",
    "place_field": "location",
    "status_field": "status",
    # Not held yet, or not any more.
    "not_held": ("Draft", "Cancelled", "Sold", "Scrapped", "Capitalized"),
}

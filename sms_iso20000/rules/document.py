"""What kinds of documents a service management system consists of (ISO/IEC 20000-1:2011, 4.3.1)."""

# The kinds under each letter of 4.3.1, in the order of the list on the form.
KINDS_OF = {
    "a": ("Policy", "Objective Set"),
    "b": ("Plan",),
    "c": ("Process Policy or Plan",),
    "d": ("Service Catalogue",),
    "e": ("Service Level Agreement",),
    "f": ("Process Description",),
    "g": ("Procedure", "Record Form"),
    "h": ("External Document", "Other Document"),
}
LETTER_OF = {kind: letter for letter, kinds in KINDS_OF.items() for kind in kinds}
EXTERNAL = "External Document"
# What people have to act by: each person it is distributed to acknowledges every revision.
ACKNOWLEDGED_KINDS = {"Policy", "Process Policy or Plan", "Procedure"}

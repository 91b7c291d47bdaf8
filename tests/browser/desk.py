"""The moves of a person at the Desk, and a look at what the server made of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import frappe
from playwright.sync_api import Error, Locator, Page, TimeoutError, expect

PHONE = 390
# The host keeps pages that were left, out of sight.
PAGE, DIALOGUE = ".page-container:visible", ".modal.show"

# Whether the record holds a value for the field, or for the one in a cell; filters of lists and reports have no record.
HOLDS_SOMETHING = """(place) => {
    const control = (place.fieldobj ? place : place.querySelector(".frappe-control"))?.fieldobj;
    return !control?.doc || Boolean(control.get_model_value() || control.value);
}"""

expect.set_options(timeout=15_000)


@dataclass
class Desk:
    """The Desk of one signed-in person."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", self.note_error)

    def note_error(self, error: Error) -> None:
        """Keep what went wrong in the page, but for two things that the host leaves behind."""
        told = error.stack or error.message
        # A request that the server refuses leaves a rejected promise without a reason; the host tells the person.
        # A chart of the host that was drawn anew watches its size once more after its place has gone.
        if error.message != "undefined" and not ("removeChild" in told and "boundDrawFn" in told):
            self.errors.append(f"{self.page.url}: {told}")

    def open(self, *route: str, **query: str) -> Page:
        """Load the Desk at `route`, as a link from elsewhere does."""
        address = "/".join(["/app", *(quote(part) for part in route)])
        self.page.goto(f"{address}?{urlencode(query)}" if query else address)
        self.page.wait_for_function("() => window.frappe?.get_route?.()?.length")
        self.settle()
        return self.page

    def move(self, *route: str) -> None:
        """Go to `route` within the Desk."""
        self.page.evaluate("(route) => frappe.set_route(route)", list(route))
        self.settle()

    def settle(self) -> None:
        """Wait until all requests were answered, and what they brought is drawn."""
        self.page.evaluate("() => new Promise((resolve) => frappe.after_ajax(() => setTimeout(resolve, 100)))")

    def form(self, doctype: str, name: str) -> Locator:
        """The form of a record, once it shows that record."""
        self.open(slug(doctype), name)
        return self.shown_form(doctype, name)

    def shown_form(self, doctype: str, name: str | None = None) -> Locator:
        """The form that is shown, once it is that of a saved `doctype` and no longer draws itself anew."""
        condition = "([doctype, name]) => cur_frm?.doctype === doctype && (!name || cur_frm.docname === name)"
        self.page.wait_for_function(f"{condition} && !cur_frm.is_new()", arg=[doctype, name])
        form = self.page.locator(PAGE)
        expect(form.locator(".form-layout")).to_be_visible()
        self.settle()
        return form

    def name(self) -> str:
        """Name of the record whose form is shown."""
        return self.page.evaluate("() => cur_frm.docname")

    def field(self, fieldname: str, place: str = PAGE) -> Locator:
        """A field of the form, or of the dialogue in front of it; rows of a table have fields of their own."""
        return self.page.locator(f"{place} .frappe-control[data-fieldname='{fieldname}']").first

    def act(self, action: str) -> None:
        """Choose a step from the Actions menu of the form."""
        self.page.locator(f"{PAGE} .actions-btn-group > button").click()
        self.page.locator(f"{PAGE} .actions-btn-group .dropdown-item", has_text=action).click()

    def expect_state(self, state: str) -> None:
        expect(self.page.locator(f"{PAGE} .page-head .indicator-pill")).to_have_text(state)

    def choose(self, fieldname: str, text: str, place: str = PAGE) -> None:
        """Pick the suggestion `text` of a link field."""
        self.pick(self.field(fieldname, place), text)

    def pick(self, control: Locator, text: str) -> None:
        """Type `text` and pick the suggestion that has it."""
        suggestion = control.locator(".awesomplete li:visible").filter(has_text=text).first
        for _attempt in range(3):
            control.locator("input").fill(text)
            try:
                suggestion.click(timeout=5_000)
            except TimeoutError:
                # The host moves the focus some time after it adds a row, which closes the suggestions.
                continue
            # The host looks up the title of what was chosen before it keeps the name.
            self.settle()
            # A second answer of the server draws the suggestions anew, and a click in between is lost.
            if control.evaluate(HOLDS_SOMETHING):
                return
        raise AssertionError(f"{text} is not suggested")

    def choose_in_row(self, table: str, fieldname: str, text: str) -> None:
        """Pick the suggestion `text` in the first row; the host may move the focus meanwhile, which drops it."""
        cell = self.cell(table, fieldname)
        for _attempt in range(3):
            cell.click()
            self.pick(cell, text)
            # Should the cell be left before the host knows the title of what was chosen, it empties it.
            self.page.wait_for_timeout(700)
            if self.page.evaluate("([table, field]) => cur_frm.doc[table][0][field]", [table, fieldname]):
                return
        raise AssertionError(f"{text} is not kept in {table}")

    def write(self, fieldname: str, text: str, place: str = PAGE) -> None:
        """Type into a field of the form, or of the dialogue in front of it, and leave it."""
        control = self.field(fieldname, place)
        for _attempt in range(3):
            control.locator("input, textarea").first.fill(text)
            control.locator("input, textarea").first.blur()
            # A form that is drawn anew between typing and leaving shows what was there before.
            if control.evaluate(HOLDS_SOMETHING):
                return
            self.settle()
        raise AssertionError(f"{text} is not kept in {fieldname}")

    def add_row(self, table: str) -> None:
        self.field(table).get_by_role("button", name="Add Row").click()

    def cell(self, table: str, fieldname: str) -> Locator:
        """A cell of the first row of a table."""
        return self.field(table).locator(f".grid-row[data-idx='1'] .grid-static-col[data-fieldname={fieldname}]")

    def tab(self, label: str) -> None:
        self.page.locator(f"{PAGE} .form-tabs").get_by_text(label, exact=True).click()

    def press(self, label: str) -> None:
        """Press the primary button of the form, which a phone shows too."""
        self.page.locator(f"{PAGE} .primary-action", has_text=label).click()

    def step(self, action: str, state: str) -> None:
        """Press the primary button, which takes the record to `state`."""
        self.press(action)
        self.expect_state(state)

    def save(self, doctype: str) -> str:
        """Save the form; the name of the record, once everything typed is kept."""
        self.press("Save")
        self.page.wait_for_function("() => !cur_frm.is_dirty() && !cur_frm.is_new()")
        self.shown_form(doctype)
        return self.name()

    def dialog(self) -> Locator:
        """The dialogue or message in front of the page, once it has come to rest; until then it does not close."""
        self.page.wait_for_function("() => window.cur_dialog?.display")
        return self.page.locator(DIALOGUE)

    def answer(self, text: str, button: str) -> None:
        """Fill the one text of a prompt and confirm it."""
        self.dialog().locator("textarea").fill(text)
        self.dialog().get_by_role("button", name=button).click()
        self.expect_no_dialog()

    def close_dialog(self) -> None:
        self.dialog().locator(".btn-modal-close").click()
        self.expect_no_dialog()

    def expect_no_dialog(self) -> None:
        expect(self.page.locator(DIALOGUE)).to_have_count(0)


def slug(doctype: str) -> str:
    """A record type in an address of the Desk."""
    return doctype.lower().replace(" ", "-")


def fresh() -> None:
    """Let this process see what the server has committed."""
    frappe.db.rollback()


@contextmanager
def kept(doctype: str, name: str, **values) -> Iterator[None]:
    """Other values in a record of the host within the block, and those from before after it."""
    before = frappe.db.get_value(doctype, name, list(values), as_dict=True)
    frappe.db.set_value(doctype, name, values, update_modified=False)
    _tell_everybody()
    try:
        yield
    finally:
        frappe.db.rollback()
        frappe.db.set_value(doctype, name, dict(before), update_modified=False)
        _tell_everybody()


def _tell_everybody() -> None:
    frappe.db.commit()
    frappe.clear_cache()


def width_beyond_screen(page: Page) -> int:
    """Pixels by which the page itself is wider than the screen; tables and editors may scroll within it."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")

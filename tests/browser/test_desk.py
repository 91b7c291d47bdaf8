"""The ground under all other browser tests: a person signs in and sees the Desk."""

from playwright.sync_api import expect


def test_administrator_signs_in_and_sees_the_desk(page_for, admin_password):
    page = page_for("Administrator", admin_password)
    page.goto("/app")
    expect(page.locator(".navbar .search-bar input, #navbar-search").first).to_be_visible()
    expect(page.locator(".desk-sidebar, .body-sidebar").first).to_be_visible()


def test_scripts_and_styles_of_the_desk_are_served(page_for, admin_password):
    page = page_for("Administrator", admin_password)
    missing = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
    page.goto("/app/user")
    expect(page.locator(".list-row").first).to_be_visible()
    # Realtime is a server of its own, which the local host does without.
    assert [url for url in missing if "socket.io" not in url] == []

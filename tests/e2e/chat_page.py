"""Acts of a person in the chat, and what they look at."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class ChatPage:
    """The chat in the dock, or alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.emulate_media(reduced_motion="reduce")
        self.box = page.get_by_role("textbox", name="Message", exact=True)
        self.messages = page.locator(".chat-message")
        self.answers = page.locator(".chat-message.is-model .chat-text")
        self.errors = page.locator(".chat-message.is-failure")

    def open(self, flow_id: str, session: str = "") -> None:
        self.page.goto(f"/flow/{flow_id}?dock=chat" + (f"&session={session}" if session else ""))
        expect(self.page.get_by_text("Saved", exact=True)).to_be_visible()

    def send(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def session(self) -> Locator:
        return self.page.get_by_role("button", name="Session: ")

    def choose(self, entry: str) -> None:
        """Opens the menu of sessions and takes an entry."""
        self.session().click()
        self.page.get_by_role("menuitem", name=entry).click()

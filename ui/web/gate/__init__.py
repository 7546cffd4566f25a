"""Who may come in: users and passwords, sessions, the login page."""

from ui.web.gate.access import Access, AccountAccess, Admission, BrowserAccess, LoginRefused

__all__ = ["Access", "AccountAccess", "Admission", "BrowserAccess", "LoginRefused"]

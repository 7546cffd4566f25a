"""Security of the web page: login, users, sessions, rate limit, CSP, request checks."""

from ui.web.gate.access import Access, AccountAccess, Admission, BrowserAccess, LoginRefused

__all__ = ["Access", "AccountAccess", "Admission", "BrowserAccess", "LoginRefused"]

"""A browser without a screen: cookies, forms, raw requests. For manners that no real browser lets one try."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Client:
    site: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=30)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Referer": self.site}
        connection.request(method, path, body, sent | (headers or {}))
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
        return answer

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def follow(self, answer: Answer) -> Answer:
        while answer.status in (301, 302, 303):
            answer = self.get(answer.headers["Location"])
        return answer

    def post(self, path: str, **fields: str) -> Answer:
        """Post a form, with the token of the login page or of whatever page came last."""
        token = self.token()
        body = urlencode({"csrfmiddlewaretoken": token} | fields).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def token(self) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/help/").text)
        assert found is not None
        return found[1]

    def enter(self, login: str) -> None:
        answer = self.post("/login/demo/", login=login)
        assert answer.status == 303, answer.status

    def start(self, matter: str = "SB09", period: str = "2025") -> str:
        """Open a draft; give its address, up to and with its id."""
        answer = self.post(f"/matters/{matter}/start/", period=period)
        assert answer.status == 303, answer.text
        return "/".join(answer.headers["Location"].split("/")[:3]) + "/"

"""Issue 2, point 3: tenants, people and sign-in, as a browser and a program meet them over HTTP."""

import base64
import hashlib
import hmac
import struct
import time

import httpx
import pytest


@pytest.fixture(scope="module")
def demo(running):
    """What the demo tells in its one line."""
    return running.told


class Browser:
    def __init__(self, demo, key="", password="", **more):
        self.http = httpx.Client(base_url=demo["url"], timeout=10)
        known = next((s for s in demo["sign_ins"] if s["key"] == key), None)
        if known:
            self.email, self.password = known["sign_in"], password or known["password"]
            self.answer = self.sign_in(**more)

    def sign_in(self, **more):
        body = {"sign_in": self.email, "password": self.password, **more}
        answer = self.http.post("/api/session", json=body)
        if answer.status_code == 201:
            self.me = answer.json()
            self.http.headers["X-CSRF"] = self.me["csrf"]
        return answer


@pytest.fixture(scope="module")
def admin(demo):
    return Browser(demo, "nadia")


def six_digits(secret: str, at: float) -> str:
    """RFC 6238, written again from its text."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_each_role_signs_in_and_may_do_its_part(demo):
    permissions = {k: set(Browser(demo, k).me["permissions"]) for k in ("nadia", "claire", "ousmane", "awa")}
    assert "people.edit" in permissions["nadia"] and "people.edit" not in permissions["claire"]
    assert "desk.supervise" in permissions["claire"] & permissions["ousmane"]
    assert "desk.answer" in permissions["awa"] and "desk.supervise" not in permissions["awa"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(demo):
    cookie = Browser(demo, "awa").answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie


def test_a_change_without_the_pages_token_is_refused(demo):
    browser = Browser(demo, "nadia")
    del browser.http.headers["X-CSRF"]
    assert browser.http.post("/api/partners", json={"name": "Sans jeton"}).json()["code"] == "tenants.csrf_refused"
    foreign = httpx.post(f"{demo['url']}/api/session", json={}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


def test_a_partner_supervisor_sees_her_own_people_only(demo, admin):
    hers = Browser(demo, "ousmane")
    partner = hers.me["person"]["partner"]
    seen = hers.http.get("/api/people").json()["rows"]
    assert partner and seen and {p["partner"] for p in seen} == {partner}
    others = [p for p in admin.http.get("/api/people").json()["rows"] if p["partner"] != partner]
    assert others and all(hers.http.get(f"/api/people/{p['id']}").status_code == 404 for p in others)


def test_a_new_advisor_signs_in_with_six_digits(demo, admin):
    body = {
        "name": "Fatou Sarr",
        "email": "fatou@demo-telecom.example",
        "roles": ["advisor"],
        "password": "sous le grand arbre",
    }
    made = admin.http.post("/api/people", json=body).json()
    fatou = Browser(demo)
    fatou.email, fatou.password = body["email"], body["password"]
    assert fatou.sign_in().status_code == 201
    begun = fatou.http.post("/api/me/totp", json={"password": fatou.password}).json()
    confirmed = fatou.http.post("/api/me/totp/confirm", json={"code": six_digits(begun["secret"], time.time())})
    recovery = confirmed.json()["codes"]
    assert fatou.sign_in().json()["code"] == "tenants.totp_needed"
    assert fatou.sign_in(totp=six_digits(begun["secret"], time.time() + 30)).status_code == 201
    assert fatou.sign_in(totp=recovery[0]).status_code == 201
    assert fatou.sign_in(totp=recovery[0]).json()["code"] == "tenants.sign_in_refused"
    closed = admin.http.patch(f"/api/people/{made['id']}", json={"version": 1, "active": False})
    assert closed.status_code == 200 and fatou.http.get("/api/me").status_code == 401


def test_wrong_passwords_are_throttled_and_the_others_go_on(demo):
    wrong = Browser(demo)
    wrong.email, wrong.password = "paul@demo-telecom.example", "ce n'est pas le mot"
    codes = [wrong.sign_in().status_code for _ in range(5)]
    assert codes == [401, 401, 401, 401, 429]
    assert int(wrong.sign_in().headers["retry-after"]) >= 1
    assert Browser(demo, "awa").answer.status_code == 201


def test_a_program_has_a_part_of_its_owners_permissions(demo, admin):
    wanted = {"name": "Tableau de bord", "permissions": ["people.view"], "days": 1}
    token = admin.http.post("/api/me/tokens", json=wanted).json()
    program = httpx.Client(base_url=demo["url"], headers={"Authorization": f"Bearer {token['token']}"})
    assert program.get("/api/people").status_code == 200
    assert program.get("/api/audit").json()["details"] == {"permission": "audit.view"}
    assert admin.http.delete(f"/api/me/tokens/{token['id']}").status_code == 204
    assert program.get("/api/people").status_code == 401


def test_changes_are_audited_with_who_and_what(demo, admin):
    site = admin.http.post("/api/sites", json={"name": "Thiès", "kind": "telecentre"}).json()
    admin.http.patch(f"/api/sites/{site['id']}", json={"version": 1, "kind": "office"})
    rows = admin.http.get("/api/audit", params={"subject": f"site:{site['id']}"}).json()["rows"]
    assert [r["verb"] for r in rows] == ["tenants.edit_site", "tenants.create_site"]
    assert {r["person"] for r in rows} == {admin.me["person"]["id"]}
    assert Browser(demo, "awa").http.get("/api/audit").status_code == 403


def test_sign_out_everywhere(demo):
    here, there = Browser(demo, "lea"), Browser(demo, "lea")
    assert here.http.delete("/api/sessions").status_code == 204
    assert there.http.get("/api/me").status_code == 401 and here.http.get("/api/me").status_code == 200
    assert here.http.delete("/api/session").status_code == 204
    assert here.http.get("/api/me").status_code == 401


def test_every_answer_carries_a_strict_policy(demo):
    headers = httpx.get(f"{demo['url']}/api/me").headers
    assert (
        "default-src 'self'" in headers["content-security-policy"]
        and "unsafe" not in headers["content-security-policy"]
    )
    assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"

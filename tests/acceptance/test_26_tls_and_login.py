"""Scenario 26's mail servers as campuses run them: aiosmtpd with STARTTLS, TLS from the first byte and a login; certificates are checked, and nothing is said before they hold."""

import ssl
import subprocess
import tempfile
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from harness import Policy, Scenario, main
from processes import Ports

CONFIG = """
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = keyCertSign
[server]
basicConstraints = CA:FALSE
subjectAltName = IP:{address}
"""
LOGIN, PASSWORD = b"fenghuo", b"a password of the relay"


class Authority:
    """A certificate authority like a campus's own, and the servers it vouches for."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.certificate = self._sign("authority", "authority", "127.0.0.1")

    def server(self, address="127.0.0.1"):
        """A server's TLS context; address: for which its certificate is made out."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._sign("server", f"server-{address}", address, by="authority"), self.folder / f"server-{address}.key")
        return context

    def _sign(self, kind, name, address, by=None):
        config, key, certificate = (self.folder / f"{name}.{what}" for what in ("cnf", "key", "pem"))
        config.write_text(CONFIG.format(address=address))
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
        command += ["-config", config, "-extensions", kind, "-keyout", key, "-out", certificate]
        if by:
            command += ["-CA", self.folder / f"{by}.pem", "-CAkey", self.folder / f"{by}.key"]
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
        return certificate


class Handler:
    """What the server was told: envelopes, each with its session, and who came as far as MAIL."""

    def __init__(self):
        self.taken, self.asked = [], 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.asked += 1
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((session, envelope))
        return "250 2.0.0 taken"


class TlsAndLogin(Scenario):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="fenghuo-tls-")
        cls.addClassCleanup(folder.cleanup)
        cls.authority = Authority(folder.name)
        cls.ports = Ports()
        cls.addClassCleanup(cls.ports.close)

    def serve(self, context, starttls, login=False):
        """A running server and the handler that knows what it was told."""
        handler, options = Handler(), {}
        if login:
            options = {"authenticator": self.authenticate, "auth_required": True}
        if starttls:
            options.update(tls_context=context, require_starttls=True)
        server = Controller(handler, hostname="127.0.0.1", port=self.ports.take(), ssl_context=None if starttls else context, **options)
        server.start()
        self.addCleanup(server.stop)
        return server, handler

    @staticmethod
    def authenticate(server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (LOGIN, PASSWORD)
        return AuthResult(success=known, handled=False)  # "handled" would mean that the client has had its answer: the server says 535 itself

    def sent_to(self, server, tls, trusted=True, password=None):
        """A world whose one recipient is behind this server, once it has tried."""
        policy = Policy.one_rung()
        policy.mail_to(self.mailbox(), "duty")
        policy.mail.update(relay=f"{'smtps' if tls == 'smtps' else 'smtp'}://127.0.0.1:{server.port}", tls=tls)
        policy.destinations["duty"].pop("relay", None)
        if password is not None:
            policy.mail.update(user="file:secrets/mail.user", password="file:secrets/mail.password")
        world = self.world(policy, start=False, sets=(f"mailer.ca_file={self.authority.certificate}",) if trusted else ())
        if password is not None:
            for name, value in (("user", LOGIN), ("password", password)):
                path = world.data / "secrets" / f"mail.{name}"
                path.write_bytes(value + b"\n")
                path.chmod(0o600)
        world.start()
        world.signal("t1")
        return world

    def attempt(self, world):
        return world.deliveries_of("t1")[0]["attempts"][0]

    def refused(self, world, handler, why):
        attempt = self.attempt(world)
        self.assertEqual("retry", attempt["outcome"])
        self.assertRegex(attempt["reason"], why)
        self.assertEqual(([], 0), (handler.taken, handler.asked), "nothing of the mail was said")

    def test_starttls(self):
        server, handler = self.serve(self.authority.server(), starttls=True)
        self.assertEqual("delivered", self.attempt(self.sent_to(server, "starttls"))["outcome"])
        session, envelope = handler.taken[0]
        self.assertIsNotNone(session.ssl)
        self.assertEqual(["duty@campus.example"], envelope.rcpt_tos)

    def test_tls_from_the_first_byte(self):
        server, handler = self.serve(self.authority.server(), starttls=False)
        self.assertEqual("delivered", self.attempt(self.sent_to(server, "smtps"))["outcome"])
        self.assertEqual(1, len(handler.taken))

    def test_an_authority_nobody_knows(self):
        for starttls in (True, False):
            server, handler = self.serve(self.authority.server(), starttls)
            self.refused(self.sent_to(server, "starttls" if starttls else "smtps", trusted=False), handler, "(?i)certificate")

    def test_a_certificate_of_another_server(self):
        for starttls in (True, False):
            server, handler = self.serve(self.authority.server("127.0.0.2"), starttls)
            self.refused(self.sent_to(server, "starttls" if starttls else "smtps"), handler, "(?i)certificate")

    def test_a_login(self):
        server, handler = self.serve(self.authority.server(), starttls=True, login=True)
        self.assertEqual("delivered", self.attempt(self.sent_to(server, "starttls", password=PASSWORD))["outcome"])
        session, _ = handler.taken[0]
        self.assertTrue(session.authenticated)

    def test_a_login_that_is_refused_is_an_operators_matter(self):
        """The mail is as good as before: it is tried again, and nobody's mailbox is called dead."""
        server, handler = self.serve(self.authority.server(), starttls=True, login=True)
        world = self.sent_to(server, "starttls", password=b"another")
        self.refused(world, handler, "(?i)535|login")
        self.assertEqual([], world.cli_json("deliveries", "dead")["items"])

    def test_no_login_where_one_is_asked_for(self):
        server, handler = self.serve(self.authority.server(), starttls=True, login=True)
        world = self.sent_to(server, "starttls")
        self.assertEqual("retry", self.attempt(world)["outcome"])
        self.assertEqual([], handler.taken)
        self.assertEqual([], world.cli_json("deliveries", "dead")["items"])


if __name__ == "__main__":
    main()

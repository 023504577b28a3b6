"""Writes vectors.json and key.pem: notifications with resource data as Graph's documentation describes them.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install cryptography
    /tmp/venv/bin/python graph-notifications/tests/vectors/vectors.py

The keys are new in each run and are used for nothing else. Sources:
https://learn.microsoft.com/graph/change-notifications-with-resource-data
https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib

from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TENANT = "84bd8158-6d4d-4958-8b9f-9d6445542f95"
OTHER_TENANT = "a7c2b4ee-8b1a-4b3c-9d5e-2f6a7b8c9d0e"
APP = "8e460676-ae3f-4b1e-8790-ee0fb5d6148f"
PUBLISHER = "0bf30f3b-4a52-48df-9a82-234910c4a086"
NOW = 1_790_000_000
STATE = "the secret of the subscription"


def b64(data):
    return base64.b64encode(data).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value):
    return b64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def new_key(bits=2048):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def pem(key, form=serialization.PrivateFormat.PKCS8):
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def encrypt(key, certificate_id, resource, *, key_size=32, digest=hashes.SHA1, hmac_first=True):
    symmetric = os.urandom(key_size)
    padder = padding.PKCS7(128).padder()
    padded = padder.update(resource.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(symmetric), modes.CBC(symmetric[:16])).encryptor()
    data = encryptor.update(padded) + encryptor.finalize()
    signed = data if hmac_first else b64(data).encode()
    scheme = rsa_padding.OAEP(mgf=rsa_padding.MGF1(algorithm=digest()), algorithm=digest(), label=None)
    return {
        "data": b64(data),
        "dataSignature": b64(hmac.new(symmetric, signed, hashlib.sha256).digest()),
        "dataKey": b64(key.public_key().encrypt(symmetric, scheme)),
        "encryptionCertificateId": certificate_id,
        "encryptionCertificateThumbprint": "0A1B2C",
    }


def claims(version, tenant=TENANT, **changes):
    base = {"aud": APP, "tid": tenant, "iat": NOW - 100, "nbf": NOW - 100, "exp": NOW + 3600}
    if version == 1:
        base |= {"ver": "1.0", "iss": f"https://sts.windows.net/{tenant}/", "appid": PUBLISHER}
    else:
        base |= {"ver": "2.0", "iss": f"https://login.microsoftonline.com/{tenant}/v2.0", "azp": PUBLISHER}
    base |= changes
    return {name: value for name, value in base.items() if value is not None}


def sign(payload, key, kid="key-1", **header):
    header = {"typ": "JWT", "alg": "RS256", "kid": kid} | header
    signed = b64url(json.dumps(header).encode()) + "." + b64url(json.dumps(payload).encode())
    match header["alg"]:
        case "none":
            return signed + "."
        case "HS256":
            # The attack on libraries that take the public key of RS256 for the secret of HS256.
            public = key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            return signed + "." + b64url(hmac.new(public, signed.encode(), hashlib.sha256).digest())
    digest = {"RS256": hashes.SHA256, "RS512": hashes.SHA512}[header["alg"]]()
    return signed + "." + b64url(key.sign(signed.encode(), rsa_padding.PKCS1v15(), digest))


def main():
    certificate, old_certificate, signer, stranger = new_key(), new_key(3072), new_key(), new_key()
    tenant_signer = new_key()
    resource = json.dumps({
        "@odata.type": "#microsoft.graph.user", "id": "87d349ed", "displayName": "Ädele \U0001f600", "city": None,
    })
    good = {
        "version 1": sign(claims(1), signer),
        "version 2": sign(claims(2), signer),
        "other tenant": sign(claims(2, OTHER_TENANT), signer),
        "key of the tenant": sign(claims(2), tenant_signer, "key-2"),
    }
    bad = {
        "expired": ("TokenExpired", sign(claims(1, exp=NOW - 3600), signer)),
        "not yet valid": ("TokenNotYetValid", sign(claims(2, nbf=NOW + 3600), signer)),
        "no expiry": ("TokenMalformed", sign(claims(2, exp=None), signer)),
        "other audience": ("TokenAudience", sign(claims(2, aud=TENANT), signer)),
        "audience in a list": ("TokenMalformed", sign(claims(2, aud=[APP]), signer)),
        "other issuer": ("TokenIssuer", sign(claims(2, iss="https://login.example.com/x/v2.0"), signer)),
        "issuer of another tenant": (
            "TokenIssuer", sign(claims(2, iss=f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"), signer),
        ),
        "issuer of another cloud": (
            "TokenIssuer", sign(claims(2, iss=f"https://login.microsoftonline.us/{TENANT}/v2.0"), signer),
        ),
        "issuer of another version": (
            "TokenIssuer", sign(claims(2, iss=f"https://sts.windows.net/{TENANT}/"), signer),
        ),
        "issuer without its slash": ("TokenIssuer", sign(claims(1, iss=f"https://sts.windows.net/{TENANT}"), signer)),
        "unknown version": ("TokenIssuer", sign(claims(2, ver="9.0"), signer)),
        "other publisher": ("TokenPublisher", sign(claims(2, azp=APP), signer)),
        "other publisher in version 1": ("TokenPublisher", sign(claims(1, appid=APP), signer)),
        "no publisher": ("TokenPublisher", sign(claims(2, azp=None), signer)),
        "publisher in the claim of version 1": ("TokenPublisher", sign(claims(2, azp=None, appid=PUBLISHER), signer)),
        "other key": ("TokenSignature", sign(claims(2), stranger)),
        "key of another tenant": ("TokenSignature", sign(claims(2, OTHER_TENANT), tenant_signer, "key-2")),
        "unknown key": ("TokenUnknownKey", sign(claims(2), stranger, "key-9")),
        "none": ("TokenAlgorithm", sign(claims(2), signer, alg="none")),
        "HS256 with the public key": ("TokenAlgorithm", sign(claims(2), signer, alg="HS256")),
        "RS512": ("TokenAlgorithm", sign(claims(2), signer, alg="RS512")),
        "critical extension": ("TokenAlgorithm", sign(claims(2), signer, crit=["exp"])),
        "encrypted token": ("TokenMalformed", "a.b.c.d.e"),
        "not a token": ("TokenMalformed", "x"),
    }
    jwks = {"keys": [
        {"kty": "RSA", "use": "sig", "kid": kid, "issuer": issuer, "e": "AQAB",
         "n": number(key.public_key().public_numbers().n)}
        for kid, key, issuer in [
            ("key-1", signer, "https://login.microsoftonline.com/{tenantid}/v2.0"),
            ("key-2", tenant_signer, f"https://login.microsoftonline.com/{TENANT}/v2.0"),
        ]
    ]}
    contents = {
        "AES-256": encrypt(certificate, "new", resource),
        "AES-128": encrypt(certificate, "new", resource, key_size=16),
        "AES-192": encrypt(certificate, "new", resource, key_size=24),
        "old certificate": encrypt(old_certificate, "old", resource),
        "long": encrypt(certificate, "new", json.dumps({"id": "x" * 2000})),
        "one block": encrypt(certificate, "new", '{"id": "123456"}'),
    }
    other = encrypt(certificate, "new", json.dumps({"id": "other"}))
    bad_contents = {
        "other certificate": ("Undecryptable", encrypt(stranger, "new", resource)),
        "unknown certificate": ("UnknownCertificate", encrypt(certificate, "unknown", resource)),
        "OAEP with SHA-256": ("Undecryptable", encrypt(certificate, "new", resource, digest=hashes.SHA256)),
        "HMAC of the text": ("Undecryptable", encrypt(certificate, "new", resource, hmac_first=False)),
        "data of another item": ("Undecryptable", contents["AES-256"] | {"data": other["data"]}),
        "key of another item": ("Undecryptable", contents["AES-256"] | {"dataKey": other["dataKey"]}),
        "signature of another item": (
            "Undecryptable", contents["AES-256"] | {"dataSignature": other["dataSignature"]},
        ),
        "not base64": ("Malformed", contents["AES-256"] | {"data": "*"}),
        "no signature": (
            "Malformed", {name: value for name, value in other.items() if name != "dataSignature"},
        ),
    }
    vectors = {
        "now": NOW, "tenant": TENANT, "otherTenant": OTHER_TENANT, "app": APP, "clientState": STATE,
        "keys": {"new": pem(certificate), "old": pem(old_certificate, serialization.PrivateFormat.TraditionalOpenSSL)},
        "smallKey": pem(new_key(1024)),
        "jwks": jwks,
        "tokens": good,
        "badTokens": {name: {"reason": reason, "token": token} for name, (reason, token) in bad.items()},
        "resource": resource,
        "contents": contents,
        "badContents": {name: {"reason": reason, "content": item} for name, (reason, item) in bad_contents.items()},
    }
    path = pathlib.Path(__file__).with_name("vectors.json")
    path.with_name("key.pem").write_text(vectors["keys"]["new"])
    path.write_text(json.dumps(vectors, indent=1, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()

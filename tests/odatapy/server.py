"""Serves metadata documents with odatapy on a free port of loopback.

Usage: server.py METADATA…

Prints a line with the address. The first segment of a path names a tenant; each has entity sets of its own, which are
empty at first. Its document is the first one, or `NAME` for a tenant `NAME~TENANT`. The responses to a tenant that ends
in `-4.01` have control information without prefix, where the version of the response allows it. Ends when standard
input ends, which the test keeps open.
"""

import os
import pathlib
import socketserver
import sys
import threading
from urllib.parse import quote, unquote
from wsgiref import simple_server

import dialect
import trippin
from contained import ContainmentProcessor, Store
from odatapy.data import ComplexValue, ValueType
from odatapy.edm.names import FullQualifiedName
from odatapy.edm.xml_io import XmlEdmProvider
from odatapy.errors import ODataApplicationException
from odatapy.http.status import HttpStatusCode
from odatapy.server import OData, batch
from odatapy.server.adapters import ODataWSGIApp
from odatapy.server.adapters.common import decode_path
from odatapy.server.processor import CustomETagSupport

DELTA = "/tenant.delta()"
ASCII = "".join(map(chr, range(32, 127)))


class Tagged(CustomETagSupport):
    """Gives the entities of one set an ETag, which changes and deletions have to state."""

    def has_etag(self, entity_set):
        return entity_set.name in ("groups", "People")

    def has_media_etag(self, entity_set):
        return False


class Processor(ContainmentProcessor):
    """Keeps four rules of OData that odatapy does not."""

    def _keys_of(self, entity_type, part):
        # Members of enumerations are stored as numbers: part 2, section 4.3.1 has them in keys.
        keys = super()._keys_of(entity_type, part)
        for name, value in keys.items():
            declared = entity_type.get_structural_property(name)
            of = declared and self.service_metadata.edm.get_enum_type(FullQualifiedName.parse(declared.type_fqn))
            if of and isinstance(value, str):
                keys[name] = of.parse_value(value)
        return keys

    def _entity_by_id(self, url, request):
        # Keys in the URLs of references are percent-encoded: part 2, section 2.
        path = url.split("?", 1)[0].removeprefix(self._base(request)).strip("/")
        name, _, key = path.removesuffix(")").partition("(")
        entity_set = self.service_metadata.edm.get_entity_set(name)
        names = entity_set.entity_type.key_predicate_names if entity_set else []
        if len(names) != 1:
            return super()._entity_by_id(unquote(url), request)
        wanted = self._parse_key(entity_set.entity_type, names[0], unquote(key))
        for entity in self.store.entities(name):
            if entity.get_value(names[0]) == wanted:
                return entity
        raise ODataApplicationException("Not found.", HttpStatusCode.NOT_FOUND, code="404")

    def update_entity(self, request, response, uri_info, request_ct, response_ct):
        # An update of what is missing creates it, unless it has a condition: part 1, section 11.4.4.
        try:
            super().update_entity(request, response, uri_info, request_ct, response_ct)
        except ODataApplicationException as problem:
            part = uri_info.resource_parts[-1]
            if len(uri_info.resource_parts) > 1 or request.if_match or int(problem.status_code) != 404:
                raise
            entity_set = part.entity_set
            entity = self.odata.create_deserializer(request_ct).entity(
                self.service_metadata.edm, entity_set.entity_type, request.body
            )
            for name, value in self._keys_of(entity_set.entity_type, part).items():
                if entity.get_property(name) is None:
                    entity.set_property(name, value, ValueType.PRIMITIVE, "Edm.String")
            self.store.insert_entity(entity_set.name, entity)
            self._ensure_id(request, entity_set, entity)
            self._bump_etag(entity_set, entity, create=True)
            response.set_header("Location", entity.id)
            response.set_header("OData-EntityId", entity.id)
            response.set_status(HttpStatusCode.NO_CONTENT)

    def _apply_update(self, entity_type, existing, incoming, *, merge):
        # An update keeps what is absent from a complex value: part 1, section 11.4.3.
        for changed in incoming.properties if merge else []:
            known = existing.get_property(changed.name)
            if known and isinstance(known.value, ComplexValue) and isinstance(changed.value, ComplexValue):
                names = {inner.name for inner in changed.value.properties}
                changed.value.properties += [inner for inner in known.value.properties if inner.name not in names]
        super()._apply_update(entity_type, existing, incoming, merge=merge)


class Request(simple_server.WSGIRequestHandler):
    def get_environ(self):
        # WSGI decodes paths, which loses the difference between `/` and `%2F`.
        environ = super().get_environ() | {"REQUEST_URI": self.path}
        if "content-type" not in self.headers:
            # It would be `text/plain`.
            environ.pop("CONTENT_TYPE", None)
        return environ

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Tenants:
    """Selects the application of a tenant by the first segment of the path."""

    def __init__(self, providers):
        self.providers = providers
        self.applications = {}
        self.lock = threading.Lock()

    def application(self, name):
        with self.lock:
            if name not in self.applications:
                self.applications[name] = self.create(name)
            return self.applications[name]

    def create(self, tenant):
        document, _, _ = tenant.rpartition("~")
        provider = self.providers.get(document) or next(iter(self.providers.values()))
        odata = OData.new_instance(strict_deserialization=True)
        handler = odata.create_handler(odata.create_service_metadata(provider))
        store = Store(provider.get_schemas())
        for schema in provider.get_schemas():
            for entity_set in getattr(schema.entity_container, "entity_sets", None) or []:
                store.set_entities(entity_set.name, [])
        processor = Processor(store, short_control_names=tenant.endswith("-4.01"))
        handler.register(processor)
        handler.register(Tagged())
        if document == "trippin":
            handler.register(trippin.Operations(processor))
        return ODataWSGIApp(handler)

    def __call__(self, environ, start_response):
        path, _, query = environ["REQUEST_URI"].partition("?")
        name, _, rest = path.lstrip("/").partition("/")
        # The function `delta`, as Graph has it, is the collection with OData's tracked changes.
        if rest.endswith(DELTA[1:]) or "$skiptoken=" in query:
            rest = rest.removesuffix(DELTA)
            preferences = filter(None, [environ.get("HTTP_PREFER"), "odata.track-changes"])
            environ["HTTP_PREFER"] = ", ".join(preferences)
        if rest == "$batch":
            # odatapy stops at the first error, which is not the default: OData JSON Format 4.01, section 19.4.
            environ["HTTP_PREFER"] = "continue-on-error"
        environ["SCRIPT_NAME"] = "/" + name
        environ["REQUEST_URI"] = f"/{name}/{rest}" + ("?" + query if query else "")

        def start(status, headers):
            # odatapy does not encode the keys in URLs: RFC 9110, section 10.2.2.
            start_response(status, [(name, quote(value, safe=ASCII)) for name, value in headers])

        return self.application(name)(environ, start)


def main():
    dialect.install()
    # Paths in batches are percent-encoded as well: JSON Format, section 19.1.
    request = batch.ODataRequest
    batch.ODataRequest = lambda raw_odata_path, **rest: request(raw_odata_path=decode_path(raw_odata_path), **rest)
    providers = {pathlib.Path(path).stem: XmlEdmProvider.from_file(path) for path in sys.argv[1:]}
    server = simple_server.make_server("127.0.0.1", 0, Tenants(providers), Server, Request)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"address http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.buffer.read()
    # Threads may still hold connections.
    os._exit(0)


if __name__ == "__main__":
    main()

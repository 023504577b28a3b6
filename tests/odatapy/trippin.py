"""The operations of TripPin: https://www.odata.org/odata-services."""

import math

from odatapy.http.status import HttpStatusCode
from odatapy.server.processor import ActionProcessor


def literal(part, name):
    return part.typed_parameters[name]


def distance(airport, lat, lon):
    location = airport.get_value("Location")
    point = next(inner.value for inner in location.properties if inner.name == "Loc")
    return math.hypot(float(point.y) - lat, float(point.x) - lon)


class Operations(ActionProcessor):
    """Actions; and functions, which are registered with the processor of data."""

    def __init__(self, data):
        self.data = data
        for name in ("GetNearestAirport", "GetFavoriteAirline", "GetFriendsTrips", "GetInvolvedPeople"):
            data.register_function(name, getattr(self, name))

    def related(self, entity, nav):
        store = self.data.store
        key = repr(entity.get_value("UserName"))
        return store.relation("People", key, nav) or []

    def person(self, name):
        return next(person for person in self.data.store.entities("People") if person.get_value("UserName") == name)

    def GetNearestAirport(self, _, part):
        lat, lon = float(literal(part, "lat")), float(literal(part, "lon"))
        return min(self.data.store.entities("Airports"), key=lambda airport: distance(airport, lat, lon))

    def GetFavoriteAirline(self, target, part):
        return self.data.store.entities("Airlines")[0]

    def GetFriendsTrips(self, target, part):
        name = literal(part, "userName")
        friend = next(friend for friend in self.related(target.entity, "Friends") if friend.get_value("UserName") == name)
        return self.related(friend, "Trips")

    def GetInvolvedPeople(self, target, part):
        trip = target.entity
        people = self.data.store.entities("People")
        return [person for person in people if any(shared is trip for shared in self.related(person, "Trips"))]

    def process_action(self, request, response, uri_info, request_ct, response_ct):
        part = uri_info.resource_parts[-1]
        edm = self.service_metadata.edm
        with self.data.store.lock:
            if part.name.endswith("ResetDataSource"):
                for name in ("People", "Photos", "Airlines", "Airports"):
                    self.data.store.set_entities(name, [])
            else:
                person = self.data._walk(request, uri_info.resource_parts[:-1], for_write=True).entity
                parameters = self.odata.create_deserializer(request_ct).action_parameters(edm, part.action, request.body)
                wanted = parameters["tripId"].value
                trip = next(trip for trip in self.related(person, "Trips") if trip.get_value("TripId") == wanted)
                key = repr(self.person(parameters["userName"].value).get_value("UserName"))
                self.data.store.add_relation("People", key, "Trips", trip)
        response.set_status(HttpStatusCode.NO_CONTENT)

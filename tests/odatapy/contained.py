"""Lets odatapy store contained entities, singletons that are entities of a set, and bindings of derived types.

OData 4.01, part 3: sections 8.4 (containment), 13.4 (paths of bindings) and 13.5 (singletons).
"""

from copy import copy

from odatapy.server.inmemory import InMemoryDataStore, InMemoryProcessor


class Store(InMemoryDataStore):
    """Answers for a singleton with the first entity of the set of its type."""

    def __init__(self, schemas):
        super().__init__()
        self.sets_of_singletons = {}
        for schema in schemas:
            container = schema.entity_container
            for singleton in getattr(container, "singletons", None) or []:
                sets = [entity_set.name for entity_set in container.entity_sets if entity_set.type == singleton.type]
                if sets:
                    self.sets_of_singletons[singleton.name] = sets[0]

    def entities(self, entity_set):
        if entity_set in self.sets_of_singletons:
            return super().entities(self.sets_of_singletons[entity_set])[:1]
        return super().entities(entity_set)


class ContainedSet:
    """The entities that a navigation property contains, as a set."""

    def __init__(self, parent, nav, owner=None):
        self.name = f"{parent.name}/{nav.name}"
        self.entity_type = nav.type
        self.parent = parent
        self.owner = owner

    @property
    def navigation_property_bindings(self):
        return self.parent.navigation_property_bindings

    def get_binding_target(self, path):
        return self.parent.get_binding_target(path)


class CastSet:
    """A set of which a derived type's navigation properties are followed."""

    def __init__(self, entity_set, entity_type):
        self.entity_set = entity_set
        self.entity_type = entity_type

    def __getattr__(self, name):
        return getattr(self.entity_set, name)


class ContainmentProcessor(InMemoryProcessor):
    def _expand_level(self, request, entity_set, entity_type, entities, items, *rest):
        """Expands `NS.Type/Property` too, which odatapy parses and ignores."""
        plain = [item for item in items if not item.type_cast]
        expanded = super()._expand_level(request, entity_set, entity_type, entities, plain, *rest)
        for item in items:
            if item.type_cast and entity_set is not None:
                derived = self._cast_type(item.type_cast)
                item = copy(item)
                item.path, item.type_cast = item.path[1:], None
                of_type = [entity for entity in entities if self._matches_cast(entity, derived, entity_type)]
                cast = CastSet(entity_set, derived)
                expanded.update(super()._expand_level(request, cast, derived, of_type, [item], *rest))
        return expanded

    def _nav_target_set(self, owner_set, nav_name):
        nav = owner_set.entity_type.get_navigation_property(nav_name)
        if nav is not None and nav.contains_target:
            return ContainedSet(owner_set, nav)
        for binding in owner_set.navigation_property_bindings:
            if binding.path.rpartition("/")[2] == nav_name:
                return self.service_metadata.edm.get_entity_set(binding.target)
        return None

    def _step_navigation(self, request, target, part, *, for_write):
        super()._step_navigation(request, target, part, for_write=for_write)
        if isinstance(target.entity_set, ContainedSet):
            target.entity_set.owner = target.owner

    def _ensure_id(self, request, entity_set, entity):
        if not isinstance(entity_set, ContainedSet):
            return super()._ensure_id(request, entity_set, entity)
        if entity is None or entity.id or entity_set.owner is None:
            return None
        self._ensure_id(request, entity_set.parent, entity_set.owner)
        owner = entity_set.owner.id
        super()._ensure_id(request, entity_set, entity)
        if owner:
            path = entity.id.removeprefix(f"{self._base(request)}/{entity_set.parent.name}/")
            entity.id = f"{owner}/{path}"
        return None

    def _singleton_set(self, target):
        if target.singleton is not None:
            name = self.store.sets_of_singletons.get(target.singleton.name)
            if name is not None:
                return self.service_metadata.edm.get_entity_set(name)
        return super()._singleton_set(target)

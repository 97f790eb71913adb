"""The contract that import-linter does not bring: a room has files of the known names only, and shows its public ones.

A room is `palabre.<room>`, or `palabre.<storey>.<room>` below a package named in `nested`. Its `__init__` stays empty:
what it imported would be invisible to whoever imports the room's model. `wiring` is for the processes alone.
"""

from importlinter import Contract, ContractCheck, fields, output


class PrivateFiles(Contract):
    type_name = "private_files"
    public = fields.SetField(subfield=fields.StringField())
    private = fields.SetField(subfield=fields.StringField())
    wiring_for = fields.SetField(subfield=fields.StringField(), required=False)
    open_rooms = fields.SetField(subfield=fields.StringField(), required=False)
    nested = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph, verbose):
        imports = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
        ]
        trespassing = [pair for pair in imports if self._trespasses(*pair)]
        strangers = sorted(m for m in graph.modules if m.startswith("palabre.") and self._is_stranger(m))
        kept = not trespassing and not strangers
        return ContractCheck(kept=kept, metadata={"trespassing": trespassing, "strangers": strangers})

    def render_broken_contract(self, check):
        for importer, imported in check.metadata["trespassing"]:
            output.print_error(f"{importer} may not import {imported}: it is private to {self._place(imported)[0]}")
        for module in check.metadata["strangers"]:
            output.print_error(f"{module} is none of a room's files: {', '.join(sorted(self.public | self.private))}")

    def _place(self, module):
        """('palabre.channels.voice', 'drivers'): the room, and the first file or folder in it."""
        parts = module.split(".")
        below = ".".join(parts[:2]) in (self.nested or ()) and len(parts) > 2 and parts[2] not in self.public
        depth = 3 if below else 2
        return ".".join(parts[:depth]), parts[depth] if len(parts) > depth else ""

    def _is_stranger(self, module):
        room, first = self._place(module)
        free = {*(self.open_rooms or ()), *(self.wiring_for or ()), *(self.nested or ())}
        return bool(first) and room not in free and first not in self.public | self.private

    def _trespasses(self, importer, imported):
        if not (importer.startswith("palabre.") and imported.startswith("palabre.")):
            return False
        theirs, first = self._place(imported)
        ours, where = self._place(importer)
        if not where and ours not in (self.wiring_for or ()):
            return True  # an __init__ that imports
        if theirs == ours or theirs in (self.open_rooms or ()):
            return False
        if any(importer.startswith(f"{p}.") for p in self.wiring_for or ()):
            return first in self.private - {"wiring", "http", "reactions", "jobs", "drivers"}
        return bool(first) and first not in self.public

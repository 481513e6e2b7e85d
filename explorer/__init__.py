"""The explorer is the archive's face in Datasette."""

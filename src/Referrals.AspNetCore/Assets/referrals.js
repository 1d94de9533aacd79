// Nothing on the pages needs this file; it adds what only a script can do.

"""account.py TREE DB SLUICE [IGNORED_NAME...]: every path below TREE is accounted for.

Every file that os.walk finds (symlinks, sockets and all) has exactly one row in FileWordCoverage or IgnoredFiles, or lies below a folder that has
one in IgnoredFiles (its filename ends in "/"); and every row is a path of the tree. Compared byte by byte.
"""
import base64
import json
import os
import subprocess
import sys


def text_to_bytes(text):
    """How `export` writes a path: an invalid byte as \\xHH, and then a backslash as \\x5C."""
    return text.encode()


def paths_of(sluice, db, relation):
    output = subprocess.run([sluice, "export", relation, "--db", db], check=True, stdout=subprocess.PIPE, timeout=60).stdout
    for line in output.split(b"\n"):
        if not line:
            continue
        row = json.loads(line)
        if "path_base64" in row:
            yield base64.b64decode(row["path_base64"])
        else:
            folder, name = text_to_bytes(row["folder_path"]), text_to_bytes(row["filename"])
            yield folder + b"/" + name if folder else name


def walk(root, prefix=b""):
    """All paths that are no folders, and empty or closed folders' names with a slash; by descriptor, as paths may be longer than PATH_MAX."""
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    stack = [(here, prefix)]
    while stack:
        folder, prefix = stack.pop()
        for name in os.listdir(folder):
            name = os.fsencode(name)
            info = os.lstat(name, dir_fd=folder)
            if (info.st_mode & 0o170000) == 0o040000:
                try:
                    stack.append((os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder), prefix + name + b"/"))
                except PermissionError:
                    yield prefix + name + b"/"
            else:
                yield prefix + name
        os.close(folder)


def main():
    root, db, sluice = os.fsencode(sys.argv[1]), sys.argv[2], sys.argv[3]
    rows = [(path, relation) for relation in ("FileWordCoverage", "IgnoredFiles") for path in paths_of(sluice, db, relation)]
    seen, errors = {}, []
    for path, relation in rows:
        if path in seen:
            errors.append(f"{path!r}: two rows ({seen[path]} and {relation})")
        seen[path] = relation
    folders = {path for path in seen if path.endswith(b"/")}
    found = set()
    below = 0
    for path in walk(root):
        found.add(path)
        parts = path.split(b"/")
        if path in seen:
            continue
        if any(b"/".join(parts[:i]) + b"/" in folders for i in range(1, len(parts))):
            below += 1
            continue
        errors.append(f"{path!r}: no row")
    for path in seen:
        if not path.endswith(b"/") and path not in found:
            errors.append(f"{path!r}: a row ({seen[path]}), but no such file")
    for path in folders:
        if not os.path.isdir(os.path.join(root, path)):
            errors.append(f"{path!r}: a row, but no such folder")
    for error in errors[:20]:
        print(error)
    print(f"{len(found)} paths, {len(seen)} rows, {len(folders)} folders with {below} paths below, {len(errors)} errors")
    sys.exit(1 if errors else 0)


main()

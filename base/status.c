#include "base/status.h"

#include <assert.h>
#include <errno.h>

const char *
status_text(status code)
{
    static const char *const texts[STATUS_COUNT] = {
#define X(name, text) [STATUS_##name] = text,
        STATUS_LIST(X)
#undef X
    };
    assert(code < STATUS_COUNT);
    return texts[code];
}

status
status_of_errno(int error)
{
    switch (error) {
    case 0:
        return STATUS_OK;
    case ENOENT:
    case ENOTDIR:
        return STATUS_NOT_FOUND;
    case EEXIST:
        return STATUS_EXISTS;
    case ENOSPC:
    case EDQUOT:
        return STATUS_NO_SPACE;
    case EACCES:
    case EPERM:
    case EROFS:
        return STATUS_PERMISSION;
    case EINVAL:
    case ENAMETOOLONG:
        return STATUS_INVALID;
    case EINTR:
        return STATUS_INTERRUPTED;
    default:
        return STATUS_IO;
    }
}

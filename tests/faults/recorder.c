/* Which writes reached the kernel, and which of them were synced, in which order?
 *
 * A library for LD_PRELOAD. It passes every call on and keeps one stream of what
 * was done to the files of one SQLite database and to the client's own log, so
 * that a test can rebuild what a disk may hold after the power went at any point.
 *
 *   ZS_RECORD_TO      the stream
 *   ZS_RECORD_PREFIX  the database's path: it, -wal and -journal are recorded
 *   ZS_RECORD_LOG     the client's log: its lines go into the stream as they are
 *
 * -shm is left out: recovery rebuilds it and trusts nothing in it. A call this
 * file cannot replay (mapped writes, pwritev, fallocate …) ends the process: a
 * recording with a hole would prove nothing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FD 4096
#define EXPORT __attribute__((visibility("default")))
#define REAL(type, name) ((type)dlsym(RTLD_NEXT, name))

enum kind { NOTHING = 0, DATABASE, FOLDER, LOG };

/* The head of a record; `length` bytes follow. tests/faults/replay.py reads it. */
struct head {
    int32_t op;
    int32_t fd;
    int64_t offset;
    int64_t length;
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static enum kind kinds[MAX_FD];
static int stream = -1;
static char folder[4096];
static const char *prefix, *log_path;

typedef ssize_t (*write_fn)(int, const void *, size_t);
typedef ssize_t (*pwrite_fn)(int, const void *, size_t, off64_t);
typedef int (*open_fn)(const char *, int, ...);
typedef int (*openat_fn)(int, const char *, int, ...);
typedef int (*fd_fn)(int);
typedef int (*truncate_fn)(int, off64_t);
typedef int (*path_fn)(const char *);
typedef int (*rename_fn)(const char *, const char *);
typedef void *(*mmap_fn)(void *, size_t, int, int, int, off64_t);

static void die(const char *what)
{
    dprintf(2, "recorder: cannot record %s\n", what);
    abort();
}

__attribute__((constructor)) static void begin(void)
{
    const char *to = getenv("ZS_RECORD_TO");
    prefix = getenv("ZS_RECORD_PREFIX");
    log_path = getenv("ZS_RECORD_LOG");
    if (!to || !prefix || !log_path)
        return;
    stream = REAL(open_fn, "open64")(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (stream < 0 || strlen(prefix) >= sizeof folder)
        die("here: the stream does not open");
    strcpy(folder, prefix);
    *strrchr(folder, '/') = 0;
}

static int ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && !strcmp(text + a - b, end);
}

static enum kind kind_of_path(const char *path)
{
    if (stream < 0 || !path)
        return NOTHING;
    if (!strcmp(path, log_path))
        return LOG;
    if (!strcmp(path, folder))
        return FOLDER;
    return !strncmp(path, prefix, strlen(prefix)) && !ends_with(path, "-shm") ? DATABASE : NOTHING;
}

static enum kind kind_of(int fd)
{
    return stream >= 0 && fd >= 0 && fd < MAX_FD ? kinds[fd] : NOTHING;
}

static void put(const void *bytes, size_t length)
{
    while (length) {
        ssize_t done = REAL(write_fn, "write")(stream, bytes, length);
        if (done <= 0)
            die("this: the stream is full");
        bytes = (const char *)bytes + done;
        length -= done;
    }
}

static void record(char op, int fd, int64_t offset, const void *bytes, int64_t length)
{
    struct head head = {op, fd, offset, length};
    int before = errno;
    put(&head, sizeof head);
    put(bytes, length);
    errno = before;
}

static int opened(int fd, const char *path, int flags)
{
    enum kind kind = kind_of_path(path);
    if (fd < 0 || fd >= MAX_FD) {
        if (kind && fd >= MAX_FD)
            die("so many descriptors");
        return fd;
    }
    pthread_mutex_lock(&turn);
    kinds[fd] = kind;
    if (kind == DATABASE || kind == FOLDER)
        record('O', fd, flags, path, strlen(path));
    pthread_mutex_unlock(&turn);
    return fd;
}

static int mode_of(int flags, va_list rest)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
}

#define OPEN(name)                                                        \
    EXPORT int name(const char *path, int flags, ...)                     \
    {                                                                     \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        int mode = mode_of(flags, rest);                                  \
        va_end(rest);                                                     \
        return opened(REAL(open_fn, #name)(path, flags, mode), path, flags); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
    EXPORT int name(int at, const char *path, int flags, ...)             \
    {                                                                     \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        int mode = mode_of(flags, rest);                                  \
        va_end(rest);                                                     \
        return opened(REAL(openat_fn, #name)(at, path, flags, mode), path, flags); \
    }
OPENAT(openat)
OPENAT(openat64)

EXPORT int close(int fd)
{
    if (kind_of(fd)) {
        pthread_mutex_lock(&turn);
        if (kinds[fd] != LOG)
            record('C', fd, 0, "", 0);
        kinds[fd] = NOTHING;
        pthread_mutex_unlock(&turn);
    }
    return REAL(fd_fn, "close")(fd);
}

static ssize_t written(int fd, const void *bytes, ssize_t done, off64_t offset)
{
    if (done > 0)
        record(kinds[fd] == LOG ? 'A' : 'W', fd, offset, bytes, done);
    pthread_mutex_unlock(&turn);
    return done;
}

EXPORT ssize_t write(int fd, const void *bytes, size_t length)
{
    write_fn real = REAL(write_fn, "write");
    if (!kind_of(fd))
        return real(fd, bytes, length);
    pthread_mutex_lock(&turn);
    off64_t offset = lseek64(fd, 0, SEEK_CUR);
    return written(fd, bytes, real(fd, bytes, length), offset);
}

#define PWRITE(name)                                                      \
    EXPORT ssize_t name(int fd, const void *bytes, size_t length, off64_t offset) \
    {                                                                     \
        pwrite_fn real = REAL(pwrite_fn, #name);                          \
        if (!kind_of(fd))                                                 \
            return real(fd, bytes, length, offset);                       \
        pthread_mutex_lock(&turn);                                        \
        return written(fd, bytes, real(fd, bytes, length, offset), offset); \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

static int synced(int fd, fd_fn real)
{
    if (!kind_of(fd) || kind_of(fd) == LOG)
        return real(fd);
    pthread_mutex_lock(&turn);
    int result = real(fd);
    if (!result)
        record('S', fd, 0, "", 0);
    pthread_mutex_unlock(&turn);
    return result;
}

EXPORT int fsync(int fd) { return synced(fd, REAL(fd_fn, "fsync")); }
EXPORT int fdatasync(int fd) { return synced(fd, REAL(fd_fn, "fdatasync")); }

#define TRUNCATE(name)                                                    \
    EXPORT int name(int fd, off64_t length)                               \
    {                                                                     \
        truncate_fn real = REAL(truncate_fn, #name);                      \
        if (!kind_of(fd))                                                 \
            return real(fd, length);                                      \
        pthread_mutex_lock(&turn);                                        \
        int result = real(fd, length);                                    \
        if (!result)                                                      \
            record('T', fd, length, "", 0);                               \
        pthread_mutex_unlock(&turn);                                      \
        return result;                                                    \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

EXPORT int unlink(const char *path)
{
    path_fn real = REAL(path_fn, "unlink");
    if (kind_of_path(path) != DATABASE)
        return real(path);
    pthread_mutex_lock(&turn);
    int result = real(path);
    if (!result)
        record('U', -1, 0, path, strlen(path));
    pthread_mutex_unlock(&turn);
    return result;
}

EXPORT int rename(const char *from, const char *to)
{
    if (kind_of_path(from) == DATABASE || kind_of_path(to) == DATABASE)
        die("a rename of the database's files");
    return REAL(rename_fn, "rename")(from, to);
}

#define MAP(name)                                                         \
    EXPORT void *name(void *at, size_t length, int protection, int flags, int fd, off64_t offset) \
    {                                                                     \
        if (kind_of(fd) == DATABASE && protection & PROT_WRITE && flags & MAP_SHARED) \
            die("mapped writes");                                         \
        return REAL(mmap_fn, #name)(at, length, protection, flags, fd, offset); \
    }
MAP(mmap)
MAP(mmap64)

#define CANNOT(type, name, signature, call)                               \
    EXPORT type name signature                                            \
    {                                                                     \
        if (kind_of(fd) == DATABASE)                                      \
            die(#name);                                                   \
        return ((type (*) signature)dlsym(RTLD_NEXT, #name))call;          \
    }
CANNOT(int, posix_fallocate, (int fd, off64_t offset, off64_t length), (fd, offset, length))
CANNOT(int, posix_fallocate64, (int fd, off64_t offset, off64_t length), (fd, offset, length))
CANNOT(int, fallocate, (int fd, int mode, off64_t offset, off64_t length), (fd, mode, offset, length))
CANNOT(int, fallocate64, (int fd, int mode, off64_t offset, off64_t length), (fd, mode, offset, length))
CANNOT(int, sync_file_range, (int fd, off64_t offset, off64_t length, unsigned flags), (fd, offset, length, flags))
CANNOT(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count))
CANNOT(ssize_t, pwritev, (int fd, const struct iovec *parts, int count, off_t offset), (fd, parts, count, offset))
CANNOT(ssize_t, pwritev64, (int fd, const struct iovec *parts, int count, off64_t offset), (fd, parts, count, offset))

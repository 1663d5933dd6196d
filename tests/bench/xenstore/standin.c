/* What Debian's xenstored asks of a hypervisor, answered out of a directory, so that the daemon
 * runs where there is none. Build: gcc -O2 -shared -fPIC -o standin.so standin.c -ldl
 * Use: LD_PRELOAD=standin.so XEN_STANDIN_DIR=dir XENSTORED_RUNDIR=rundir xenstored -N
 *
 * dir/kick     fifo: a u32 port wakes the daemon (1 = VIRQ_DOM_EXC, 1000+domid = a ring)
 * dir/ring-N   the ring page of domain N, shared with whoever plays the guest; dom0's too
 * dir/dom-N    domain N exists; an 's' in it says that it is shut down
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VIRQ_PORT = 1, RING_PORT = 1000, PAGE = 4096 };

struct dominfo {
    uint32_t domid, ssidref;
    unsigned dying : 1, crashed : 1, shutdown : 1, other : 29;
};

static int kick = -1;

static const char *in_dir(const char *name, int number)
{
    static char path[512];
    const char *dir = getenv("XEN_STANDIN_DIR");

    if (number < 0)
        snprintf(path, sizeof path, "%s/%s", dir, name);
    else
        snprintf(path, sizeof path, "%s/%s-%d", dir, name, number);
    return path;
}

static int ring_file(int domid)
{
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int fd = real(in_dir("ring", domid), O_RDWR | O_CREAT, 0600);

    if (fd >= 0 && ftruncate(fd, PAGE))
        return -1;
    return fd;
}

static int redirect(const char *path)
{
    if (!strcmp(path, "/proc/xen/xsd_kva"))
        return ring_file(0);
    if (!strcmp(path, "/proc/xen/xsd_port")) {
        int fds[2];

        if (pipe(fds) || write(fds[1], "7", 1) != 1)
            return -1;
        close(fds[1]);
        return fds[0];
    }
    return -2;
}

#define REDIRECTED_OPEN(name)                                          \
    int name(const char *path, int flags, ...)                         \
    {                                                                  \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name); \
        int fd = redirect(path);                                       \
        va_list rest;                                                  \
        mode_t mode;                                                   \
                                                                       \
        va_start(rest, flags);                                         \
        mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;             \
        va_end(rest);                                                  \
        return fd == -2 ? real(path, flags, mode) : fd;                \
    }
REDIRECTED_OPEN(open)
REDIRECTED_OPEN(open64)

void *xc_interface_open(void *logger, void *dombuild_logger, unsigned flags)
{
    return &kick;
}

int xc_interface_close(void *xch)
{
    return 0;
}

int xc_domain_getinfo(void *xch, uint32_t first, unsigned max, struct dominfo *info)
{
    struct stat st;

    info->domid = first;
    info->ssidref = 0;
    info->dying = info->crashed = info->shutdown = 0;
    if (first == 0)
        return 1;
    if (stat(in_dir("dom", first), &st))
        return 0;
    info->shutdown = st.st_size > 0;
    return 1;
}

void *xenevtchn_open(void *logger, unsigned flags)
{
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");

    mkfifo(in_dir("kick", -1), 0600);
    kick = real(in_dir("kick", -1), O_RDWR | O_NONBLOCK);
    return kick < 0 ? NULL : &kick;
}

void *xenevtchn_fdopen(void *logger, int fd, unsigned flags)
{
    kick = fd;
    return &kick;
}

int xenevtchn_fd(void *xce)
{
    return kick;
}

int xenevtchn_notify(void *xce, uint32_t port)
{
    return 0;
}

int xenevtchn_bind_interdomain(void *xce, uint32_t domid, uint32_t remote_port)
{
    return RING_PORT + domid;
}

int xenevtchn_bind_virq(void *xce, unsigned virq)
{
    return VIRQ_PORT;
}

int xenevtchn_unbind(void *xce, uint32_t port)
{
    return 0;
}

int xenevtchn_unmask(void *xce, uint32_t port)
{
    return 0;
}

int xenevtchn_pending(void *xce)
{
    uint32_t port;

    return read(kick, &port, sizeof port) == sizeof port ? (int)port : -1;
}

void *xengnttab_open(void *logger, unsigned flags)
{
    return &kick;
}

int xengnttab_close(void *xgt)
{
    return 0;
}

int xengnttab_set_max_grants(void *xgt, uint32_t count)
{
    return 0;
}

void *xengnttab_map_grant_ref(void *xgt, uint32_t domid, uint32_t ref, int prot)
{
    struct stat st;
    void *page;
    int fd;

    if (stat(in_dir("dom", domid), &st)) {
        errno = EINVAL;
        return NULL;
    }
    fd = ring_file(domid);
    page = fd < 0 ? MAP_FAILED : mmap(NULL, PAGE, prot, MAP_SHARED, fd, 0);
    close(fd);
    return page == MAP_FAILED ? NULL : page;
}

int xengnttab_unmap(void *xgt, void *page, uint32_t count)
{
    return munmap(page, (size_t)count * PAGE);
}

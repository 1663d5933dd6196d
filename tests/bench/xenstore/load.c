/* Load for a xenstore daemon, one scene a run; prints one line of JSON.
 *   load SOCKET SCENE SECONDS [COUNT]
 * Scenes: read write read16x8 transactions idle watches create fanout. Build: gcc -O2 -o load load.c
 *
 * "per_second" is requests (transactions, nodes, rounds of a fan-out), "cpu_us" the daemon's CPU for
 * each, "bytes" what its resident memory grew by for each (create only). */
#define _GNU_SOURCE
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { READ = 2, WATCH = 4, START = 6, END = 7, WRITE = 11, RM = 13, EVENT = 15, ERROR = 16 };
enum { CONNECTIONS_MAX = 600, BUFFER = 1 << 16 };

struct header { uint32_t type, id, tx, length; };
struct client { int fd, have; char data[BUFFER]; };
struct request { int size; char data[512]; };

static const char *path;
static double seconds;
static long count = 100000;
static pid_t daemon_pid;
static struct client clients[CONNECTIONS_MAX];

static void die(const char *what)
{
    fprintf(stderr, "load: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static double proc_number(const char *file, const char *format)
{
    char name[64], line[256];
    double number = 0;
    FILE *f;

    snprintf(name, sizeof name, "/proc/%d/%s", daemon_pid, file);
    if (!(f = fopen(name, "r")))
        return 0;
    while (fgets(line, sizeof line, f) && sscanf(line, format, &number) != 1)
        ;
    fclose(f);
    return number;
}

static double cpu_s(void) { return proc_number("schedstat", "%lf") * 1e-9; }
static double resident_bytes(void) { return proc_number("status", "VmRSS: %lf") * 1024; }

static void join(struct client *c)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct ucred who;
    socklen_t size = sizeof who;
    int tries;

    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    c->have = 0;
    for (tries = 0; tries < 5000; tries++) { /* the C daemon's backlog is 1 */
        c->fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (!connect(c->fd, (void *)&address, sizeof address)) {
            getsockopt(c->fd, SOL_SOCKET, SO_PEERCRED, &who, &size);
            daemon_pid = who.pid;
            return;
        }
        close(c->fd);
        usleep(200);
    }
    die("cannot connect");
}

static void send_all(int fd, const char *data, size_t size)
{
    while (size) {
        ssize_t sent = write(fd, data, size);

        if (sent <= 0)
            die("the daemon closed the connection");
        data += sent;
        size -= sent;
    }
}

/* Takes what is there; counts replies, and events apart. */
static int receive(struct client *c, int *events)
{
    int offset = 0, replies = 0, got = read(c->fd, c->data + c->have, BUFFER - c->have);
    struct header h;

    if (got <= 0)
        die("the daemon closed the connection");
    c->have += got;
    while (c->have - offset >= (int)sizeof h) {
        memcpy(&h, c->data + offset, sizeof h);
        if (c->have - offset < (int)(sizeof h + h.length))
            break;
        if (h.type == ERROR)
            die(c->data + offset + sizeof h);
        if (h.type == EVENT)
            ++*events;
        else
            replies++;
        offset += sizeof h + h.length;
    }
    memmove(c->data, c->data + offset, c->have - offset);
    c->have -= offset;
    return replies;
}

static struct request make(int type, uint32_t tx, const char *name, const char *value, int size)
{
    struct request r;
    int name_size = name ? strlen(name) + 1 : 0;
    struct header h = { type, 1, tx, name_size + size };

    memcpy(r.data, &h, sizeof h);
    memcpy(r.data + sizeof h, name ? name : "", name_size);
    memcpy(r.data + sizeof h + name_size, value, size);
    r.size = sizeof h + h.length;
    return r;
}

/* Sends and waits for the reply; how many events came with it. */
static int ask(struct client *c, struct request r)
{
    int replies = 0, events = 0;

    send_all(c->fd, r.data, r.size);
    while (!replies)
        replies = receive(c, &events);
    return events;
}

/* Like ask, for a transaction's number: the payload of the reply. */
static uint32_t ask_number(struct client *c, struct request r)
{
    struct header h;
    char text[64];

    send_all(c->fd, r.data, r.size);
    if (read(c->fd, &h, sizeof h) != sizeof h || h.length >= sizeof text)
        die("no number");
    if (read(c->fd, text, h.length) != (ssize_t)h.length || h.type == ERROR)
        die("no number");
    return strtoul(text, NULL, 10);
}

static void report(double done, double took, double cpu, double bytes)
{
    printf("{\"per_second\": %.1f, \"cpu_us\": %.3f, \"bytes\": %.1f}\n", done / took,
           cpu / done * 1e6, bytes);
}

/* n clients with `window` requests in flight each, all the same request. */
static void pump(int n, int window, struct request r)
{
    static char many[64 * 512];
    struct pollfd fds[CONNECTIONS_MAX];
    double started, cpu;
    long done = 0;
    int i, replies, events = 0;

    for (i = 0; i < window; i++)
        memcpy(many + i * r.size, r.data, r.size);
    for (i = 0; i < n; i++)
        fds[i] = (struct pollfd){ clients[i].fd, POLLIN, 0 };
    cpu = cpu_s();
    started = now();
    for (i = 0; i < n; i++)
        send_all(clients[i].fd, many, window * r.size);
    while (now() - started < seconds) {
        if (n > 1)
            poll(fds, n, 1000);
        for (i = 0; i < n; i++) {
            if (n > 1 && !fds[i].revents)
                continue;
            replies = receive(&clients[i], &events);
            done += replies;
            if (replies)
                send_all(clients[i].fd, many, replies * r.size);
        }
    }
    report(done, now() - started, cpu_s() - cpu, 0);
}

static void transactions(struct client *c)
{
    double started = now(), cpu = cpu_s();
    long done = 0;

    while (now() - started < seconds) {
        uint32_t tx = ask_number(c, make(START, 0, NULL, "", 1));

        ask(c, make(READ, tx, "/load/v", "", 0));
        ask(c, make(WRITE, tx, "/load/v", "87654321", 8));
        ask(c, make(END, tx, NULL, "T", 2));
        done++;
    }
    report(done, now() - started, cpu_s() - cpu, 0);
}

static void create(struct client *c)
{
    double before = resident_bytes(), started = now(), cpu = cpu_s(), took;
    int in_flight = 0, events = 0;
    struct request r;
    char name[64];
    long i;

    for (i = 0; i < count; i++) {
        snprintf(name, sizeof name, "/load/n/%ld/%ld", i / 100, i % 100);
        r = make(WRITE, 0, name, "0123456789abcdef", 16);
        send_all(c->fd, r.data, r.size);
        if (++in_flight == 64)
            while (in_flight)
                in_flight -= receive(c, &events);
    }
    while (in_flight)
        in_flight -= receive(c, &events);
    took = now() - started;
    report(count, took, cpu_s() - cpu, (resident_bytes() - before) / count);
    ask(c, make(RM, 0, "/load/n", "", 0));
}

/* One write, until every watcher has heard of it. */
static void fanout(int n)
{
    double started, cpu;
    long done = 0;
    int i, events;
    struct request r = make(WRITE, 0, "/load/w/x", "1", 1);

    for (i = 1; i <= n; i++) {
        join(&clients[i]);
        events = ask(&clients[i], make(WATCH, 0, "/load/w", "tok", 4));
        while (!events)
            receive(&clients[i], &events);
    }
    cpu = cpu_s();
    started = now();
    while (now() - started < seconds) {
        ask(&clients[0], r);
        for (i = 1; i <= n; i++)
            for (events = 0; !events;)
                receive(&clients[i], &events);
        done++;
    }
    report(done, now() - started, cpu_s() - cpu, 0);
}

int main(int argc, char **argv)
{
    struct request read_v = make(READ, 0, "/load/v", "", 0);
    struct request write_v = make(WRITE, 0, "/load/v", "12345678", 8);
    const char *scene;
    char name[64];
    int i;

    if (argc < 4)
        die("usage: load SOCKET SCENE SECONDS [COUNT]");
    path = argv[1];
    scene = argv[2];
    seconds = atof(argv[3]);
    if (argc > 4)
        count = atol(argv[4]);
    join(&clients[0]);
    ask(&clients[0], write_v);
    if (!strcmp(scene, "read")) {
        pump(1, 1, read_v);
    } else if (!strcmp(scene, "write")) {
        pump(1, 1, write_v);
    } else if (!strcmp(scene, "read16x8")) {
        for (i = 1; i < 16; i++)
            join(&clients[i]);
        pump(16, 8, read_v);
    } else if (!strcmp(scene, "transactions")) {
        transactions(&clients[0]);
    } else if (!strcmp(scene, "idle")) {
        for (i = 1; i <= 500; i++)
            join(&clients[i]);
        pump(1, 1, write_v);
    } else if (!strcmp(scene, "watches")) {
        for (i = 0; i < 2000; i++) {
            snprintf(name, sizeof name, "/load/none/%d", i);
            ask(&clients[0], make(WATCH, 0, name, "t", 2));
        }
        pump(1, 1, write_v);
    } else if (!strcmp(scene, "create")) {
        create(&clients[0]);
    } else if (!strcmp(scene, "fanout")) {
        fanout(500);
    } else {
        die("no such scene");
    }
    return 0;
}

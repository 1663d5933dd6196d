/* Load generator: D-Bus method calls from C, so that the client is never what is measured.
 *
 *   load [OPTION...] ADDRESS DESTINATION INTERFACE MEMBER[,MEMBER...] [ARGUMENT...]
 *
 *   -n CALLS     calls to measure (1000)         -w WINDOW   calls kept in flight (1)
 *   -W CALLS     calls before, not measured (0)  -o PATH     the object (/)
 *   -p FILE      objects, one path a line; the calls go round them, member by member:
 *                first MEMBER on each path, second MEMBER on each path, and again
 *   -m RULE      a second connection subscribes to RULE and counts the signals it gets
 *   -e SIGNALS   the run is over only when so many have come
 *   -i US        probe: one call, its answer, US microseconds of rest, until SIGTERM
 *   -t SECONDS   give up after (120)
 *   ARGUMENT     TYPE:VALUE with TYPE s o i u b, or v before one of them for a variant
 *
 * Messages are made once; a call costs a memcpy, a patched serial and its share of a write.
 * One line of JSON on stdout. Exit: 0 done, 1 some call failed, 2 wrong use or no bus, 3 gave up.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { METHOD_CALL = 1, METHOD_RETURN = 2, ERROR = 3, SIGNAL = 4 };
enum { FIELD_PATH = 1, FIELD_INTERFACE, FIELD_MEMBER, FIELD_ERROR_NAME, FIELD_REPLY_SERIAL,
       FIELD_DESTINATION, FIELD_SENDER, FIELD_SIGNATURE };
enum { SERIAL_OFFSET = 8, READ_CHUNK = 1 << 18 };

__attribute__((noreturn, format(printf, 2, 3)))
static void quit(int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(code);
}

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- growing bytes and D-Bus marshalling, in the machine's own byte order ---- */

struct bytes { unsigned char *data; size_t length, capacity; };

static unsigned char *room(struct bytes *b, size_t more)
{
    if (b->length + more > b->capacity) {
        b->capacity = (b->length + more) * 2;
        b->data = realloc(b->data, b->capacity);
        if (!b->data)
            quit(2, "out of memory");
    }
    return b->data + b->length;
}

static void put(struct bytes *b, const void *data, size_t length)
{
    memcpy(room(b, length), data, length);
    b->length += length;
}

static void put_byte(struct bytes *b, unsigned char value) { put(b, &value, 1); }
static void put_u32(struct bytes *b, uint32_t value) { put(b, &value, 4); }

static void align(struct bytes *b, size_t to)
{
    while (b->length % to)
        put_byte(b, 0);
}

static void put_text(struct bytes *b, const char *text)
{
    align(b, 4);
    put_u32(b, (uint32_t)strlen(text));
    put(b, text, strlen(text) + 1);
}

static void put_signature(struct bytes *b, const char *text)
{
    put_byte(b, (unsigned char)strlen(text));
    put(b, text, strlen(text) + 1);
}

static void put_value(struct bytes *b, char type, const char *value)
{
    if (type == 's' || type == 'o') {
        put_text(b, value);
        return;
    }
    align(b, 4);
    if (type == 'b')
        put_u32(b, !strcmp(value, "true"));
    else
        put_u32(b, (uint32_t)strtoll(value, NULL, 10));
}

/* "vs:text" or "i:5"; its type goes to signature, its value to body. */
static void put_argument(struct bytes *body, char *signature, const char *argument)
{
    const char *colon = strchr(argument, ':');
    size_t width = colon ? (size_t)(colon - argument) : 0;
    int variant = width == 2 && argument[0] == 'v';
    if (!variant && width != 1)
        quit(2, "not an argument: %s", argument);
    char type = argument[width - 1];
    if (!strchr("soiub", type) || strlen(signature) > 60)
        quit(2, "not an argument: %s", argument);
    strncat(signature, argument, 1);
    if (variant)
        put_signature(body, (char[]){ type, 0 });
    put_value(body, type, colon + 1);
}

static void put_field(struct bytes *b, unsigned char code, char type, const char *value)
{
    align(b, 8);
    put_byte(b, code);
    put_signature(b, (char[]){ type, 0 });
    if (type == 'g')
        put_signature(b, value);
    else
        put_text(b, value);
}

static struct bytes method_call(const char *destination, const char *path, const char *interface,
                                const char *member, char **arguments)
{
    struct bytes body = { 0 }, message = { 0 };
    char signature[64] = "";
    for (; arguments && *arguments; arguments++)
        put_argument(&body, signature, *arguments);
    uint16_t probe = 1;
    put_byte(&message, *(unsigned char *)&probe ? 'l' : 'B');
    put_byte(&message, METHOD_CALL);
    put_byte(&message, 0);
    put_byte(&message, 1);
    put_u32(&message, (uint32_t)body.length);
    put_u32(&message, 1);
    put_u32(&message, 0);
    put_field(&message, FIELD_PATH, 'o', path);
    put_field(&message, FIELD_INTERFACE, 's', interface);
    put_field(&message, FIELD_MEMBER, 's', member);
    put_field(&message, FIELD_DESTINATION, 's', destination);
    if (*signature)
        put_field(&message, FIELD_SIGNATURE, 'g', signature);
    uint32_t fields = (uint32_t)message.length - 16;
    memcpy(message.data + 12, &fields, 4);
    align(&message, 8);
    put(&message, body.data ? body.data : (unsigned char *)"", body.length);
    free(body.data);
    return message;
}

/* ---- one connection ---- */

struct link { int fd; struct bytes in, out; size_t in_read, out_written; };
struct message { unsigned char type; uint32_t reply_serial; size_t length; const char *error; };

static void write_whole(int fd, const char *text, size_t length)
{
    while (length) {
        ssize_t n = write(fd, text, length);
        if (n < 0 && errno != EINTR)
            quit(2, "write: %s", strerror(errno));
        if (n > 0) {
            text += n;
            length -= (size_t)n;
        }
    }
}

static int dial(const char *address)
{
    static const char path_key[] = "unix:path=", abstract_key[] = "unix:abstract=";
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    char *name = to.sun_path;
    if (!strncmp(address, path_key, sizeof path_key - 1))
        address += sizeof path_key - 1;
    else if (!strncmp(address, abstract_key, sizeof abstract_key - 1)) {
        address += sizeof abstract_key - 1;
        name++;
    } else
        quit(2, "not a unix: address: %s", address);
    size_t length = strcspn(address, ",;");
    if (length + 2 > sizeof to.sun_path)
        quit(2, "address too long: %s", address);
    memcpy(name, address, length);
    size_t size = offsetof(struct sockaddr_un, sun_path) + (size_t)(name - to.sun_path) + length;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, (socklen_t)size))
        quit(2, "cannot connect to %s: %s", address, strerror(errno));
    return fd;
}

static void authenticate(int fd)
{
    char user[16], line[128] = "AUTH EXTERNAL ", answer[256];
    snprintf(user, sizeof user, "%u", (unsigned)getuid());
    for (char *c = user; *c; c++)
        sprintf(line + strlen(line), "%02x", (unsigned char)*c);
    strcat(line, "\r\n");
    write_whole(fd, "", 1);
    write_whole(fd, line, strlen(line));
    size_t got = 0;
    do {
        if (got == sizeof answer || read(fd, answer + got, 1) != 1)
            quit(2, "the bus does not answer");
    } while (answer[got++] != '\n');
    if (strncmp(answer, "OK ", 3))
        quit(2, "the bus refuses us");
    write_whole(fd, "BEGIN\r\n", 7);
}

static int fill(struct link *l)
{
    if (l->in_read == l->in.length)
        l->in_read = l->in.length = 0;
    else if (l->in_read > l->in.length / 2) {
        memmove(l->in.data, l->in.data + l->in_read, l->in.length - l->in_read);
        l->in.length -= l->in_read;
        l->in_read = 0;
    }
    ssize_t n = recv(l->fd, room(&l->in, READ_CHUNK), READ_CHUNK, MSG_DONTWAIT);
    if (n == 0)
        quit(2, "the bus closed the connection");
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        quit(2, "read: %s", strerror(errno));
    if (n > 0)
        l->in.length += (size_t)n;
    return n > 0;
}

static void flush(struct link *l)
{
    while (l->out_written < l->out.length) {
        ssize_t n = send(l->fd, l->out.data + l->out_written, l->out.length - l->out_written,
                         MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0 && errno != EINTR)
            quit(2, "write: %s", strerror(errno));
        if (n > 0)
            l->out_written += (size_t)n;
    }
    l->out.length = l->out_written = 0;
}

static uint32_t word(const unsigned char *message, size_t at)
{
    uint32_t value, probe = 1;
    memcpy(&value, message + at, 4);
    return message[0] == (*(unsigned char *)&probe ? 'l' : 'B') ? value : __builtin_bswap32(value);
}

static void read_fields(const unsigned char *m, struct message *into)
{
    size_t at = 16, end = 16 + word(m, 12);
    while (at < end) {
        at = (at + 7) & ~(size_t)7;
        unsigned char code = m[at];
        char type = (char)m[at + 2];
        at += 4; /* code, signature "?" with length and NUL: the value is aligned to 4 already */
        if (type == 'g') {
            at += m[at] + 2u;
            continue;
        }
        if (type != 's' && type != 'o') {
            if (code == FIELD_REPLY_SERIAL)
                into->reply_serial = word(m, at);
            at += 4;
            continue;
        }
        if (code == FIELD_ERROR_NAME)
            into->error = (const char *)m + at + 4;
        at += 4 + word(m, at) + 1;
    }
}

/* The next whole message of what has been read; 0 when there is none. Valid until fill(). */
static int next(struct link *l, struct message *into)
{
    const unsigned char *m = l->in.data + l->in_read;
    size_t have = l->in.length - l->in_read;
    if (have < 16)
        return 0;
    size_t length = 16 + ((word(m, 12) + 7) & ~(size_t)7) + word(m, 4);
    if (have < length)
        return 0;
    *into = (struct message){ .type = m[1], .length = length };
    read_fields(m, into);
    l->in_read += length;
    return 1;
}

static void call_and_wait(struct link *l, struct bytes *call, uint32_t serial, struct message *reply)
{
    memcpy(call->data + SERIAL_OFFSET, &serial, 4);
    put(&l->out, call->data, call->length);
    for (;;) {
        flush(l);
        while (next(l, reply))
            if (reply->reply_serial == serial)
                return;
        struct pollfd on = { l->fd, POLLIN | (l->out.length ? POLLOUT : 0), 0 };
        if (poll(&on, 1, -1) > 0 && on.revents & (POLLIN | POLLHUP))
            fill(l);
    }
}

static void bus_call(struct link *l, uint32_t serial, const char *member, char **arguments)
{
    static const char bus[] = "org.freedesktop.DBus";
    struct bytes call = method_call(bus, "/org/freedesktop/DBus", bus, member, arguments);
    struct message reply;
    call_and_wait(l, &call, serial, &reply);
    if (reply.type == ERROR)
        quit(2, "%s: %s", member, reply.error);
    free(call.data);
}

static struct link connect_to(const char *address)
{
    struct link l = { .fd = dial(address) };
    authenticate(l.fd);
    bus_call(&l, 1, "Hello", NULL);
    return l;
}

/* ---- the run ---- */

struct run {
    struct bytes *calls; /* ready messages, taken in turn */
    size_t call_count;
    uint32_t first_serial, total, window, sent, answered;
    uint64_t *sent_at_ns;
    uint64_t *latency_ns; /* of measured calls, in order of their answers; NULL: do not measure */
    uint64_t errors, reply_bytes, signals, signals_wanted, deadline_ns;
    char first_error[128];
};

static void send_more(struct run *r, struct link *l)
{
    while (r->sent < r->total && r->sent - r->answered < r->window) {
        struct bytes *call = &r->calls[r->sent % r->call_count];
        uint32_t serial = r->first_serial + r->sent;
        unsigned char *at = room(&l->out, call->length);
        memcpy(at, call->data, call->length);
        memcpy(at + SERIAL_OFFSET, &serial, 4);
        l->out.length += call->length;
        r->sent_at_ns[r->sent++] = now_ns();
    }
    flush(l);
}

static void note_error(struct run *r, const char *name)
{
    if (!r->errors++)
        snprintf(r->first_error, sizeof r->first_error, "%s", name ? name : "?");
}

static void take_answers(struct run *r, struct link *l)
{
    struct message m;
    while (next(l, &m)) {
        if (m.type != METHOD_RETURN && m.type != ERROR)
            continue;
        uint32_t index = m.reply_serial - r->first_serial;
        if (index >= r->sent)
            continue;
        if (m.type == ERROR)
            note_error(r, m.error);
        if (r->latency_ns)
            r->latency_ns[r->answered] = now_ns() - r->sent_at_ns[index];
        r->reply_bytes += m.length;
        r->answered++;
    }
}

static void count_signals(struct run *r, struct link *l)
{
    struct message m;
    while (next(l, &m))
        r->signals += m.type == SIGNAL;
}

static void perform(struct run *r, struct link *l, struct link *listener)
{
    send_more(r, l);
    while (r->answered < r->total || r->signals < r->signals_wanted) {
        struct pollfd on[2] = {
            { l->fd, POLLIN | (l->out.length ? POLLOUT : 0), 0 },
            { listener ? listener->fd : -1, POLLIN, 0 },
        };
        if (poll(on, 2, 1000) < 0 && errno != EINTR)
            quit(2, "poll: %s", strerror(errno));
        if (now_ns() > r->deadline_ns)
            quit(3, "gave up: %u of %u calls answered, %lu of %lu signals", r->answered, r->total,
                 (unsigned long)r->signals, (unsigned long)r->signals_wanted);
        if (on[1].revents && fill(listener))
            count_signals(r, listener);
        if (on[0].revents & (POLLIN | POLLHUP) && fill(l))
            take_answers(r, l);
        send_more(r, l);
    }
}

static volatile sig_atomic_t told_to_stop;
static void stop(int number) { (void)number; told_to_stop = 1; }

static uint32_t probe(struct run *r, struct link *l, unsigned rest_us, uint32_t most)
{
    struct sigaction on_term = { .sa_handler = stop };
    sigaction(SIGTERM, &on_term, NULL);
    uint32_t done = 0;
    while (!told_to_stop && done < most) {
        struct message reply;
        uint64_t start = now_ns();
        call_and_wait(l, &r->calls[done % r->call_count], r->first_serial + done, &reply);
        r->latency_ns[done++] = now_ns() - start;
        if (reply.type == ERROR)
            note_error(r, reply.error);
        usleep(rest_us);
    }
    return done;
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static double share_us(const uint64_t *sorted, uint32_t count, double share)
{
    return count ? (double)sorted[(uint32_t)((count - 1) * share)] / 1e3 : 0;
}

static int report(struct run *r, uint32_t count, double seconds)
{
    qsort(r->latency_ns, count, sizeof *r->latency_ns, by_size);
    printf("{\"calls\": %u, \"seconds\": %.6f, \"per_second\": %.1f, \"p50_us\": %.1f, "
           "\"p99_us\": %.1f, \"max_us\": %.1f, \"errors\": %lu, \"first_error\": \"%s\", "
           "\"reply_bytes\": %lu, \"signals\": %lu}\n",
           count, seconds, count / seconds, share_us(r->latency_ns, count, 0.5),
           share_us(r->latency_ns, count, 0.99), share_us(r->latency_ns, count, 1.0),
           (unsigned long)r->errors, r->first_error, (unsigned long)r->reply_bytes,
           (unsigned long)r->signals);
    return r->errors ? 1 : 0;
}

/* ---- the command line ---- */

struct options {
    uint32_t calls, warm_up, window, rest_us, seconds;
    uint64_t signals;
    const char *path, *paths_file, *rule;
};

static struct options read_options(int argc, char **argv)
{
    struct options o = { .calls = 1000, .window = 1, .seconds = 120, .path = "/" };
    int letter;
    while ((letter = getopt(argc, argv, "+n:w:W:o:p:m:e:i:t:")) != -1)
        switch (letter) {
        case 'n': o.calls = (uint32_t)strtoul(optarg, NULL, 10); break;
        case 'w': o.window = (uint32_t)strtoul(optarg, NULL, 10); break;
        case 'W': o.warm_up = (uint32_t)strtoul(optarg, NULL, 10); break;
        case 'o': o.path = optarg; break;
        case 'p': o.paths_file = optarg; break;
        case 'm': o.rule = optarg; break;
        case 'e': o.signals = strtoul(optarg, NULL, 10); break;
        case 'i': o.rest_us = (uint32_t)strtoul(optarg, NULL, 10); break;
        case 't': o.seconds = (uint32_t)strtoul(optarg, NULL, 10); break;
        default: quit(2, "see the head of load.c for the options");
        }
    if (argc - optind < 4 || !o.calls || !o.window)
        quit(2, "usage: load [OPTION...] ADDRESS DESTINATION INTERFACE MEMBER[,...] [ARGUMENT...]");
    return o;
}

static char **read_paths(const struct options *o, size_t *count)
{
    size_t capacity = 64;
    char **paths = malloc(capacity * sizeof *paths), line[512];
    *count = 0;
    if (!o->paths_file) {
        paths[(*count)++] = strdup(o->path);
        return paths;
    }
    FILE *file = fopen(o->paths_file, "r");
    if (!file)
        quit(2, "%s: %s", o->paths_file, strerror(errno));
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (*count == capacity)
            paths = realloc(paths, (capacity *= 2) * sizeof *paths);
        if (*line)
            paths[(*count)++] = strdup(line);
    }
    fclose(file);
    if (!*count)
        quit(2, "%s: no paths", o->paths_file);
    return paths;
}

static void make_calls(struct run *r, const struct options *o, char **argv)
{
    size_t path_count;
    char **paths = read_paths(o, &path_count), *members = strdup(argv[3]), *member;
    while ((member = strsep(&members, ","))) {
        r->calls = realloc(r->calls, (r->call_count + path_count) * sizeof *r->calls);
        for (size_t i = 0; i < path_count; i++)
            r->calls[r->call_count++] = method_call(argv[1], paths[i], argv[2], member, argv + 4);
    }
}

int main(int argc, char **argv)
{
    struct options o = read_options(argc, argv);
    argv += optind;
    struct run r = { .first_serial = 1000, .window = o.window };
    make_calls(&r, &o, argv);
    struct link l = connect_to(argv[0]), listener = { .fd = -1 };
    if (o.rule) {
        char argument[1024], *arguments[] = { argument, NULL };
        snprintf(argument, sizeof argument, "s:%s", o.rule);
        listener = connect_to(argv[0]);
        bus_call(&listener, 2, "AddMatch", arguments);
    }
    uint32_t most = o.calls > o.warm_up ? o.calls : o.warm_up;
    r.sent_at_ns = calloc(most, sizeof *r.sent_at_ns);
    uint64_t *latency_ns = calloc(most, sizeof *latency_ns);
    r.deadline_ns = now_ns() + (uint64_t)o.seconds * 1000000000u;
    if (o.warm_up) {
        r.total = o.warm_up;
        perform(&r, &l, o.rule ? &listener : NULL);
        r.first_serial += r.sent;
        r.sent = r.answered = 0;
        r.errors = r.reply_bytes = r.signals = 0;
    }
    r.latency_ns = latency_ns;
    r.total = o.calls;
    r.signals_wanted = o.signals;
    uint64_t start = now_ns();
    uint32_t count = o.calls;
    if (o.rest_us)
        count = probe(&r, &l, o.rest_us, o.calls);
    else
        perform(&r, &l, o.rule ? &listener : NULL);
    return report(&r, count, (double)(now_ns() - start) / 1e9);
}

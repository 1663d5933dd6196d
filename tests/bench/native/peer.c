/* The peer that the benchmarks compare with: a C sd-bus service with objects of our shapes.
 *
 *   peer ADDRESS NAME PATHS_FILE
 *
 * On every path of PATHS_FILE it serves the interface com.citrix.xenclient.xenmgr.vm with the
 * property name (Get, and Set followed by one signal vm_name_changed from /), and on PATH/nic/0
 * com.citrix.xenclient.vmnic with nine properties (sd-bus refuses names with a dash, so they
 * have underscores; lengths and types are ours, the ninth is an id). Says "ready" when it is.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#define VM_INTERFACE "com.citrix.xenclient.xenmgr.vm"
#define NIC_INTERFACE "com.citrix.xenclient.vmnic"
#define XENMGR_INTERFACE "com.citrix.xenclient.xenmgr"

struct vm { char *path, *uuid, *name; int enabled, wireless, nic_id; char *model, *mac; };

static int name_get(sd_bus *bus, const char *path, const char *interface, const char *property,
                    sd_bus_message *reply, void *data, sd_bus_error *error)
{
    (void)bus, (void)path, (void)interface, (void)property, (void)error;
    return sd_bus_message_append(reply, "s", ((struct vm *)data)->name);
}

static int name_set(sd_bus *bus, const char *path, const char *interface, const char *property,
                    sd_bus_message *value, void *data, sd_bus_error *error)
{
    (void)path, (void)interface, (void)property, (void)error;
    struct vm *vm = data;
    const char *name;
    int r = sd_bus_message_read(value, "s", &name);
    if (r < 0)
        return r;
    free(vm->name);
    vm->name = strdup(name);
    return sd_bus_emit_signal(bus, "/", XENMGR_INTERFACE, "vm_name_changed", "so", vm->uuid,
                              vm->path);
}

static int nic_get(sd_bus *bus, const char *path, const char *interface, const char *property,
                   sd_bus_message *reply, void *data, sd_bus_error *error)
{
    (void)bus, (void)path, (void)interface, (void)error;
    struct vm *vm = data;
    if (!strcmp(property, "enabled"))
        return sd_bus_message_append(reply, "b", vm->enabled);
    if (!strcmp(property, "wireless_driver"))
        return sd_bus_message_append(reply, "b", vm->wireless);
    if (!strcmp(property, "id"))
        return sd_bus_message_append(reply, "i", vm->nic_id);
    if (!strcmp(property, "mac_actual"))
        return sd_bus_message_append(reply, "s", vm->mac);
    if (!strcmp(property, "mac"))
        return sd_bus_message_append(reply, "s", "auto");
    if (!strcmp(property, "model"))
        return sd_bus_message_append(reply, "s", vm->model);
    if (!strcmp(property, "network"))
        return sd_bus_message_append(reply, "s", "/wired/0/bridged");
    return sd_bus_message_append(reply, "s", "");
}

static const sd_bus_vtable vm_table[] = {
    SD_BUS_VTABLE_START(SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_WRITABLE_PROPERTY("name", "s", name_get, name_set, 0, 0),
    SD_BUS_VTABLE_END,
};

static const sd_bus_vtable nic_table[] = {
    SD_BUS_VTABLE_START(SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_PROPERTY("backend_name", "s", nic_get, 0, 0),
    SD_BUS_PROPERTY("backend_uuid", "s", nic_get, 0, 0),
    SD_BUS_PROPERTY("enabled", "b", nic_get, 0, 0),
    SD_BUS_PROPERTY("id", "i", nic_get, 0, 0),
    SD_BUS_PROPERTY("mac", "s", nic_get, 0, 0),
    SD_BUS_PROPERTY("mac_actual", "s", nic_get, 0, 0),
    SD_BUS_PROPERTY("model", "s", nic_get, 0, 0),
    SD_BUS_PROPERTY("network", "s", nic_get, 0, 0),
    SD_BUS_PROPERTY("wireless_driver", "b", nic_get, 0, 0),
    SD_BUS_VTABLE_END,
};

static int must(int r, const char *what)
{
    if (r >= 0)
        return r;
    fprintf(stderr, "peer: %s: %s\n", what, strerror(-r));
    exit(1);
}

static void serve_vm(sd_bus *bus, const char *path, int number)
{
    struct vm *vm = calloc(1, sizeof *vm);
    char nic_path[256], name[32], mac[24];
    snprintf(nic_path, sizeof nic_path, "%s/nic/0", path);
    snprintf(name, sizeof name, "vm-%05d", number);
    snprintf(mac, sizeof mac, "02:00:00:00:%02x:%02x", number >> 8 & 255, number & 255);
    *vm = (struct vm){ .path = strdup(path), .uuid = strdup(strrchr(path, '/') + 1),
                       .name = strdup(name), .enabled = 1, .model = "e1000", .mac = strdup(mac) };
    for (char *c = vm->uuid; *c; c++)
        if (*c == '_')
            *c = '-';
    must(sd_bus_add_object_vtable(bus, NULL, path, VM_INTERFACE, vm_table, vm), path);
    must(sd_bus_add_object_vtable(bus, NULL, nic_path, NIC_INTERFACE, nic_table, vm), nic_path);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: peer ADDRESS NAME PATHS_FILE\n", stderr);
        return 2;
    }
    sd_bus *bus;
    must(sd_bus_new(&bus), "sd_bus_new");
    must(sd_bus_set_address(bus, argv[1]), argv[1]);
    must(sd_bus_set_bus_client(bus, 1), "sd_bus_set_bus_client");
    must(sd_bus_start(bus), argv[1]);
    FILE *paths = fopen(argv[3], "r");
    if (!paths)
        must(-errno, argv[3]);
    char line[128];
    for (int number = 0; fgets(line, sizeof line, paths); number++) {
        line[strcspn(line, "\n")] = 0;
        serve_vm(bus, line, number);
    }
    fclose(paths);
    must(sd_bus_request_name(bus, argv[2], 0), argv[2]);
    puts("ready");
    fflush(stdout);
    for (;;)
        if (must(sd_bus_process(bus, NULL), "the bus is gone") == 0)
            must(sd_bus_wait(bus, UINT64_MAX), "sd_bus_wait");
}

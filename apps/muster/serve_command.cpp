#include "allocator.hpp"
#include "register_options.hpp"
#include "serve.hpp"

#include <memory>

namespace muster::cli {

Command serve_command() {
    struct Serve {
        Choices choices{};
        server::ServeOptions options{};
        std::uint64_t port = 8055;
    };
    auto s = std::make_shared<Serve>();
    server::ServeOptions& options = s->options;
    return {
        "serve",
        "Serve a register as a page, and to programs over HTTP",
        "For this machine alone unless --listen says otherwise; then the register must have users, and the line TLS. "
        "Ctrl-C or SIGTERM ends it once what was begun is answered.",
        {store_option(s->choices),
         {"--key", &s->choices.recorder.key_file, "file of the ledger's signing key (MUSTER_KEY, otherwise PATH.key)"},
         {"--by,--recorder", &s->choices.recorder.who,
          "who records, in a register without users (MUSTER_USER, otherwise your login name)"},
         {"--port", &s->port, "8055 if not given; 0: any that is free"},
         {"--listen", &options.address, "address of this machine; 127.0.0.1 if not given"},
         {"--host", &options.hosts, "name under which browsers reach it; several --host may be given"},
         {"--cert", &options.certificate, "certificate chain for TLS (PEM)"},
         {"--cert-key", &options.certificate_key, "its private key (PEM)"},
         {"--plain", &options.plain, "beyond this machine without TLS, because something before it has it"},
         {"--patience", &options.patience,
          "seconds that a request's head, or a part of its body, may take to arrive (15)"},
         {"--quiet", &options.quiet, "log only what was refused or failed"}},
        [s]() -> Result<int> {
            if (s->port > 65'535) {
                return fail(ErrorKind::usage, "--port: a number up to 65535 is expected");
            }
            if (s->options.patience == 0 || s->options.patience > 3600) {
                return fail(ErrorKind::usage, "--patience: 1 to 3600 seconds are expected");
            }
            s->options.caller = s->choices.caller();
            s->options.caller.ask = nullptr;
            s->options.caller.keeps_open = true;
            s->options.port = static_cast<std::uint16_t>(s->port);
            give_memory_back();
            return server::serve(s->options);
        }};
}

} // namespace muster::cli

#include "serve.hpp"

#include "assets.hpp"
#include "listener.hpp"
#include "log.hpp"
#include "muster/app/login.hpp"
#include "service.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace muster::server {
namespace {

constexpr std::string_view upload_folders = "muster-serve-";

/// The folders "muster-serve-PID-…" of servers of this user that were killed.
void remove_left_folders(const std::filesystem::path& parent) {
    std::error_code none;
    for (const auto& folder : std::filesystem::directory_iterator(parent, none)) {
        const std::string name = folder.path().filename().string();
        if (!name.starts_with(upload_folders)) {
            continue;
        }
        const auto process = static_cast<pid_t>(std::strtol(name.c_str() + upload_folders.size(), nullptr, 10));
        if (process > 0 && ::kill(process, 0) != 0 && errno == ESRCH) {
            std::filesystem::remove_all(folder.path(), none); // what is another user's stays
        }
    }
}

/// A folder that is gone with the server.
class UploadFolder {
  public:
    UploadFolder() {
        std::error_code error;
        const auto parent = std::filesystem::temp_directory_path(error);
        remove_left_folders(parent);
        std::string name = (parent / upload_folders).string() + std::to_string(::getpid()) + "-XXXXXX";
        if (!error && ::mkdtemp(name.data()) != nullptr) {
            path_ = name;
        }
    }
    ~UploadFolder() {
        std::error_code none;
        std::filesystem::remove_all(path_, none);
    }
    UploadFolder(const UploadFolder&) = delete;
    UploadFolder& operator=(const UploadFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

bool is_loopback(const std::string& address) {
    return address == "::1" || address.starts_with("127.");
}

/// May it be served there?
Result<void> check(const ServeOptions& options) {
    if (options.certificate.empty() != options.certificate_key.empty()) {
        return fail(ErrorKind::usage, "--cert and --cert-key go together");
    }
    const auto session = describe_session(options.caller, std::nullopt);
    if (!session) {
        return fail(session.error());
    }
    if (is_loopback(options.address)) {
        return {};
    }
    if (session->json.find("\"open\":true") != std::string::npos) {
        return fail(ErrorKind::refused, "this register has no users, so that anybody who reaches it may do everything: "
                                        "it is served to its own machine alone; add users first (muster user add)");
    }
    if (options.certificate.empty() && !options.plain) {
        return fail(ErrorKind::refused,
                    "passwords would cross the network in the clear; give --cert and --cert-key, or "
                    "--plain if something before it does TLS");
    }
    return {};
}

} // namespace

Result<int> serve(const ServeOptions& options) {
    if (auto allowed = check(options); !allowed) {
        return fail(allowed.error());
    }
    const UploadFolder uploads;
    if (uploads.path().empty()) {
        return fail(ErrorKind::unavailable,
                    "no folder for uploads can be made; set TMPDIR to one that can be written to");
    }
    Service service({options.caller, options.caller.who, options.hosts, is_loopback(options.address), uploads.path()});
    ListenOptions listen{options.address, options.port, options.certificate, options.certificate_key, uploads.path()};
    listen.patience = std::chrono::seconds(options.patience);
    auto listener = Listener::open(listen, {[&](const Request& request) { return service.receive(request); },
                                            [&](Request& request) { return service.answer(request); },
                                            [&](const Request& request, const Response& response, double seconds) {
                                                service.done(request, response, seconds);
                                            }});
    if (!listener) {
        return fail(listener.error());
    }
    service.set_connections([&] { return (*listener)->connections(); });
    log_quietly(options.quiet);
    std::signal(SIGPIPE, SIG_IGN); // whoever reads the log may go
    const std::string host =
        options.address.find(':') == std::string::npos ? options.address : "[" + options.address + "]";
    std::cout << "muster serves " << options.caller.store.substr(0, options.caller.store.find(':')) << " at "
              << (options.certificate.empty() ? "http://" : "https://") << host << ":" << (*listener)->port() << "/\n"
              << (assets().empty() ? "built without its page: the API alone answers\n" : "") << std::flush;
    (*listener)->run();
    service.stop();
    log_event("stopped", "");
    finish_log();
    return 0;
}

} // namespace muster::server

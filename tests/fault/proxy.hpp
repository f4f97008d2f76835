#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace muster::fault {

/// Stands on a port of the loopback device before a server that listens on a Unix socket, passes on what both sides
/// say, and cuts the line when it is told to.
class Proxy {
  public:
    struct Plan {
        bool from_client = true; ///< which side's bytes are counted; those behind `after` never arrive
        std::uint64_t after = 0;
        bool at_commit = false;  ///< the client's COMMITs are counted instead
        bool arrives = false;    ///< the COMMIT does arrive, but no answer to it
        bool reset = false;      ///< the client sees a reset instead of an end
        bool stays_down = false; ///< later connections are closed at once, until `lift`
    };

    /// Throws std::runtime_error if there is no port to be had.
    explicit Proxy(std::string socket_path);
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    [[nodiscard]] int port() const { return port_; }
    void arm(const Plan& plan);
    void lift();
    [[nodiscard]] bool struck() const { return struck_; }
    /// Bytes passed on since the beginning, from the client and to it.
    [[nodiscard]] std::uint64_t bytes(bool from_client) const { return bytes_[from_client ? 0 : 1]; }

  private:
    struct Line {
        int client = -1;
        int server = -1;
    };
    void serve();
    void accept_one();
    /// False: the line has ended.
    [[nodiscard]] bool pass(const Line& line, bool from_client);
    /// How much arrives of what has just come, if this is where the line is to be cut; counts what passes.
    [[nodiscard]] std::optional<std::size_t> up_to_count(std::size_t count);
    [[nodiscard]] std::optional<std::size_t> up_to_commit(std::string_view bytes);
    static void end(Line& line, bool reset);

    std::string socket_path_;
    int listener_ = -1;
    int port_ = 0;
    std::array<int, 2> wake_{-1, -1};
    std::vector<Line> lines_{};
    std::mutex mutex_{};
    Plan plan_{};
    std::uint64_t passed_ = 0; ///< of what is counted
    bool armed_ = false;
    bool down_ = false;
    std::atomic<bool> struck_{false};
    std::array<std::atomic<std::uint64_t>, 2> bytes_{};
    std::thread thread_{};
};

} // namespace muster::fault

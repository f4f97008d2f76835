#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace muster {

/// SHA-256 of what arrives part by part.
class StreamHash {
  public:
    StreamHash();
    StreamHash(StreamHash&&) noexcept;
    StreamHash& operator=(StreamHash&&) noexcept;
    ~StreamHash();

    void update(std::string_view part);
    /// 64 hexadecimal digits.
    [[nodiscard]] std::string finish();

  private:
    class State;
    std::unique_ptr<State> state_;
};

/// 32 random bytes in hexadecimal: the name of a session.
[[nodiscard]] std::string random_token();

} // namespace muster

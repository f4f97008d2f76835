#include "muster/app/hashing.hpp"

#include "muster/ledger/hash.hpp"

namespace muster {

class StreamHash::State : public ledger::Sha256 {};

StreamHash::StreamHash() : state_(std::make_unique<State>()) {}
StreamHash::StreamHash(StreamHash&&) noexcept = default;
StreamHash& StreamHash::operator=(StreamHash&&) noexcept = default;
StreamHash::~StreamHash() = default;

void StreamHash::update(std::string_view part) {
    state_->update(part);
}

std::string StreamHash::finish() {
    return ledger::hex(state_->finish());
}

std::string random_token() {
    return ledger::hex(ledger::random_bytes(32));
}

} // namespace muster

#pragma once

#include "muster/ledger/entry.hpp"
#include "muster/ledger/proof_file.hpp"
#include "reference_merkle.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace muster::ledger {

/// A folder for one test, gone afterwards.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "muster-ledger-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) {
            path_ = name;
        }
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

inline void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

inline std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The text with one bit turned over.
inline std::string flipped(std::string text, std::size_t bit) {
    text[bit / 8] = static_cast<char>(static_cast<unsigned char>(text[bit / 8]) ^ (1U << (bit % 8)));
    return text;
}

/// A ledger in memory of simulated entries, with a key of its own.
struct SmallLedger {
    TreeInMemory tree;
    SigningKey key = SigningKey::generate();

    explicit SmallLedger(std::uint64_t size) {
        for (std::uint64_t seq = 0; seq < size; ++seq) {
            Entry entry;
            entry.seq = seq;
            entry.kind = "case";
            entry.body = {{"case", std::to_string(seq + 1)}};
            entry.simulated = true;
            tree.append(encode(entry));
        }
    }

    [[nodiscard]] SignedHead head(std::uint64_t size) const {
        return key.sign({"simulated-ledger", size, tree.roots[size], "2018-07-28T00:00:00.000Z"});
    }
    [[nodiscard]] InclusionProof inclusion(std::uint64_t index, std::uint64_t size) const {
        return {tree.leaves[index], head(size), index, inclusion_proof(index, size, tree.source())};
    }
    [[nodiscard]] ConsistencyProof consistency(std::uint64_t old_size, std::uint64_t size) const {
        return {head(old_size), head(size), consistency_proof(old_size, size, tree.source())};
    }
};

} // namespace muster::ledger

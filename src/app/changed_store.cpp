#include "changed_store.hpp"

#include "muster/store/store.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

namespace muster {
namespace {

/// Which of these texts stand somewhere in a file.
std::vector<bool> found_in(const std::filesystem::path& file, const std::vector<std::string_view>& texts) {
    constexpr std::size_t part_size = std::size_t{1} << 20;
    constexpr std::size_t overlap = 64; // more than any of the texts has
    std::vector<bool> found(texts.size(), false);
    std::ifstream stream(file, std::ios::binary);
    std::string part(part_size, '\0');
    std::string window;
    while (stream) {
        stream.read(part.data(), static_cast<std::streamsize>(part.size()));
        window.erase(0, window.size() - std::min(window.size(), overlap));
        window.append(part, 0, static_cast<std::size_t>(stream.gcount()));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            found[i] = found[i] || window.find(texts[i]) != std::string::npos;
        }
    }
    return found;
}

/// Does the file hold what only a store holds: a ledger's first entry, or a table of ours, in a database? Looked for in
/// its bytes, since the database can no longer be asked.
bool was_a_store(const std::string& file) {
    bool tables = false;
    bool ours = false;
    for (const std::string& name : {file, file + "-wal"}) {
        const auto found = found_in(name, {"CREATE TABLE", R"("kind":"ledger")", "CREATE TABLE subject_key ("});
        tables = tables || found[0];
        ours = ours || found[1] || found[2];
    }
    return tables && ours;
}

/// The message without its advice, which is for those who named a wrong file.
std::string without_advice(const std::string& message) {
    return message.substr(0, message.rfind("; "));
}

} // namespace

std::optional<std::string> what_was_changed(const std::string& store, const Error& error) {
    constexpr std::string_view sqlite = "sqlite:";
    if (error.kind == ErrorKind::verification) {
        return error.message;
    }
    if (error.kind == ErrorKind::refused && error.message.find("newer muster") != std::string::npos) {
        return error.message + "; if there is none, somebody changed what says which muster made it";
    }
    if (error.kind != ErrorKind::bad_input) {
        return std::nullopt;
    }
    const bool was_one =
        store.starts_with(sqlite) ? was_a_store(store.substr(sqlite.size())) : store::Store::open(store).has_value();
    return was_one ? std::optional("a store of muster's was changed and can no longer be opened: " +
                                   without_advice(error.message) + "; restore it from a backup")
                   : std::nullopt;
}

} // namespace muster

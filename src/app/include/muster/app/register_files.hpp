#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <filesystem>
#include <string>

namespace muster {

/// Makes a new register in a new store, and its key file. Errors: refused (store or key file are there already), usage
/// (no key file is given, and the store is not a SQLite file).
[[nodiscard]] Result<Answer> start_register(const Recorder& recorder, const std::string& title);

/// Copies a register, whatever its store is, into a new SQLite file, and proves that the copy is whole and has the same
/// head. Errors: refused (the file exists), verification (a flaw, named), those of the stores.
[[nodiscard]] Result<Answer> back_up(const Caller& caller, const std::filesystem::path& file);

/// Copies a backup into a new store, with the same proof.
[[nodiscard]] Result<Answer> restore_from(const std::filesystem::path& file, const Caller& caller);

} // namespace muster

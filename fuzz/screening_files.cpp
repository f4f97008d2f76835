#include "muster/screening/tiles.hpp"

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <unistd.h>

namespace {

/// Bytes as the file of an index and as that of a plan. What is inside is guarded by checksums; the parser behind them
/// has a target of its own (index_facts.cpp).
void open_as_files(const std::uint8_t* data, std::size_t size) {
    const auto folder = std::filesystem::temp_directory_path() / ("muster-fuzz-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "plan", std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    if (const auto index = muster::FamilyIndex::open(folder / "plan")) {
        (void)index->verify();
    }
    (void)muster::TileWork::open(folder, "fuzz");
    std::filesystem::remove_all(folder);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    open_as_files(data, size);
    return 0;
}

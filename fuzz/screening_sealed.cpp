#include "index_file.hpp"
#include "muster/screening/screen.hpp"
#include "small_case.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <unistd.h>

// What a checksum guards, changed and sealed again: a file that means harm, or a defect of the writer. The input is a
// list of changes (place, 16 bits; byte) to the files of a small case.
namespace {

using namespace muster; // NOLINT: a program of its own

template <class T> T must(Result<T> result) {
    if (!result) {
        std::abort();
    }
    return *std::move(result);
}

struct Small {
    Case subject = must(Case::make(small::small_case()));
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("muster-fuzz-" + std::to_string(::getpid()));
    std::string index_bytes;
    std::string sample_bytes;
    FamilyIndex index = build();

    Small() {
        ScreenSamples samples(index, TypingErrors{0.05, 0.0025, 0.01});
        if (!samples.add(subject.input().remains)) {
            std::abort();
        }
        sample_bytes = samples.bytes();
    }

  private:
    FamilyIndex build() {
        std::filesystem::create_directories(folder);
        (void)must(build_index(missing_persons(subject, true), folder / "index", {}));
        std::ifstream file(folder / "index", std::ios::binary);
        index_bytes.assign(std::istreambuf_iterator<char>(file), {});
        return must(FamilyIndex::open(folder / "index"));
    }
};

void change(std::string& bytes, std::size_t first, std::size_t last, const std::uint8_t* data, std::size_t size) {
    for (; size >= 3; data += 3, size -= 3) {
        const std::size_t place = data[0] + std::size_t{256} * data[1];
        bytes[first + place % (last - first)] = static_cast<char>(data[2]);
    }
}

void compare_all(const ScreenSamples& samples) {
    ScreenRun run;
    run.rule = {0.0, 0};
    run.threads = 1;
    (void)screen(samples, run);
}

void changed_samples(const Small& small, const std::uint8_t* data, std::size_t size) {
    std::string bytes = small.sample_bytes;
    change(bytes, 0, bytes.size(), data, size);
    if (const auto samples = ScreenSamples::from_bytes(small.index, bytes)) {
        compare_all(*samples);
    }
}

void changed_index(const Small& small, const std::uint8_t* data, std::size_t size) {
    std::string bytes = small.index_bytes;
    IndexHead head;
    std::memcpy(&head, bytes.data(), sizeof head);
    change(bytes, head.facts_offset, bytes.size(), data, size);
    head.facts = checksum_of(std::string_view(bytes).substr(head.facts_offset));
    std::memcpy(bytes.data(), &head, sizeof head);
    head.head = checksum_of(std::string_view(bytes).substr(0, offsetof(IndexHead, head)));
    std::memcpy(bytes.data(), &head, sizeof head);
    std::ofstream(small.folder / "changed", std::ios::binary) << bytes;
    const auto index = FamilyIndex::open(small.folder / "changed");
    if (index && index->verify()) {
        ScreenSamples samples(*index, {});
        if (samples.add(small.subject.input().remains)) {
            compare_all(samples);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Small small;
    if (size > 0) {
        (data[0] % 2 == 0 ? changed_samples : changed_index)(small, data + 1, size - 1);
    }
    return 0;
}

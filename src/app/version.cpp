#include "muster/app/version.hpp"

#include "muster/base/checksum.hpp"
#include "muster/base/mapped_file.hpp"

namespace muster {

const char* version() {
    return MUSTER_VERSION;
}

const std::string& build_id() {
    static const std::string id = [] {
        const auto file = MappedFile::open("/proc/self/exe");
        return std::string(version()) + (file ? " " + to_string(checksum_of(file->bytes())).substr(0, 16) : "");
    }();
    return id;
}

} // namespace muster

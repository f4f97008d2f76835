#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace muster {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

/// Numbers and texts one after the other, for files of our own and for checksums of values.
class ByteWriter {
  public:
    template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void put(T value) {
        const auto* at = reinterpret_cast<const char*>(&value); // NOLINT: the bytes of a number
        bytes_.append(at, sizeof value);
    }
    void put(const std::string& text) {
        put(static_cast<std::uint64_t>(text.size()));
        bytes_.append(text);
    }
    template <class T> void put(const std::vector<T>& list) {
        put(static_cast<std::uint64_t>(list.size()));
        for (const T& one : list) {
            put(one);
        }
    }

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

/// Reads what a `ByteWriter` wrote, in the same order. Past the end, everything is 0 or empty, and `good` false: a
/// reader of a file asks once, when all is read.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    template <class T> [[nodiscard]] T get() {
        if constexpr (std::is_same_v<T, std::string>) {
            return get_text();
        } else if constexpr (std::is_same_v<T, bool>) {
            const auto value = get<std::uint8_t>(); // any other number is no bool
            good_ = good_ && value <= 1;
            return value == 1;
        } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
            T value{};
            if (take(sizeof value)) {
                std::memcpy(&value, bytes_.data() + at_ - sizeof value, sizeof value);
            }
            return value;
        } else {
            T list;
            for (auto n = get<std::uint64_t>(); n > 0 && good_; --n) {
                list.push_back(get<typename T::value_type>());
            }
            return list;
        }
    }

    /// Everything was there so far.
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }

  private:
    [[nodiscard]] bool take(std::size_t count) {
        good_ = good_ && count <= bytes_.size() - at_;
        at_ += good_ ? count : 0;
        return good_;
    }
    [[nodiscard]] std::string get_text() {
        const auto size = get<std::uint64_t>();
        return take(size) ? std::string(bytes_.substr(at_ - size, size)) : std::string();
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool good_ = true;
};

} // namespace muster

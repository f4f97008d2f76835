#include "sqlite_disk.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace muster::fault {
namespace {

constexpr std::size_t sector = 512;

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string sector_of(const std::string& content, std::size_t index) {
    std::string bytes = index * sector < content.size() ? content.substr(index * sector, sector) : std::string();
    bytes.resize(sector, '\0');
    return bytes;
}

} // namespace

void UnsyncedFile::apply(const Change& change, std::string& content) {
    if (change.truncate) {
        content.resize(change.offset, '\0');
        return;
    }
    content.resize(std::max(content.size(), change.offset + change.bytes.size()), '\0');
    content.replace(change.offset, change.bytes.size(), change.bytes);
}

void UnsyncedFile::sync() {
    for (const Change& change : changes_) {
        apply(change, synced_);
    }
    changes_.clear();
}

std::string UnsyncedFile::after_cut(Random& random) const {
    switch (random.below(5)) {
    case 0: return synced_;
    case 1: {
        UnsyncedFile whole = *this;
        whole.sync();
        return whole.synced_;
    }
    case 2: return beginning(random);
    default: return any_sectors(random);
    }
}

std::string UnsyncedFile::beginning(Random& random) const {
    std::string content = synced_;
    const std::size_t count = random.below(changes_.size() + 1);
    for (std::size_t i = 0; i < count; ++i) {
        apply(changes_[i], content);
    }
    if (count < changes_.size() && !changes_[count].truncate) {
        Change torn = changes_[count];
        const std::size_t end = (torn.offset + random.below(torn.bytes.size() + 1)) / sector * sector;
        torn.bytes.resize(end > torn.offset ? end - torn.offset : 0);
        apply(torn, content);
    }
    return content;
}

std::string UnsyncedFile::any_sectors(Random& random) const {
    std::string content = synced_;
    std::vector<std::size_t> sizes{content.size()};
    std::map<std::size_t, std::vector<std::string>> states;
    for (const Change& change : changes_) {
        const std::size_t before = content.size();
        const std::size_t begin = std::min(before, change.offset);
        const std::size_t end = change.truncate ? std::max(before, change.offset) : change.offset + change.bytes.size();
        for (std::size_t i = begin / sector; i * sector < end; ++i) {
            states.try_emplace(i, std::vector<std::string>{sector_of(content, i)});
        }
        apply(change, content);
        sizes.push_back(content.size());
        for (std::size_t i = begin / sector; i * sector < end; ++i) {
            states[i].push_back(sector_of(content, i));
        }
    }
    std::string found = synced_;
    found.resize(sizes[random.below(sizes.size())], '\0');
    for (const auto& [index, versions] : states) {
        if (index * sector < found.size()) {
            const std::string& bytes = versions[random.below(versions.size())];
            const std::size_t count = std::min(sector, found.size() - index * sector);
            found.replace(index * sector, count, bytes, 0, count);
        }
    }
    return found;
}

void PowerModel::begin(const std::string& path) {
    for (const char* suffix : {"", "-wal", "-journal"}) {
        if (std::filesystem::exists(path + suffix)) {
            now_[path + suffix] = std::make_shared<UnsyncedFile>(bytes_of(path + suffix));
        }
    }
    synced_ = now_;
}

void PowerModel::create(const std::string& path) {
    now_.try_emplace(path, std::make_shared<UnsyncedFile>(std::string()));
}

void PowerModel::remove(const std::string& path, bool synced) {
    now_.erase(path);
    if (synced) {
        synced_ = now_;
    }
}

UnsyncedFile* PowerModel::file(const std::string& path) {
    const auto at = now_.find(path);
    return at == now_.end() ? nullptr : at->second.get();
}

void PowerModel::sync(const std::string& path) {
    const auto at = now_.find(path);
    if (at == now_.end()) {
        return;
    }
    at->second->sync();
    const auto lasting = synced_.find(path);
    if (lasting == synced_.end() || lasting->second != at->second) {
        synced_ = now_;
    }
}

void PowerModel::cut(Random& random) const {
    Folder all = synced_;
    all.insert(now_.begin(), now_.end());
    for (const auto& [path, ignored] : all) {
        const Folder& folder = random.chance(0.5) ? now_ : synced_;
        const auto at = folder.find(path);
        if (at == folder.end()) {
            std::filesystem::remove(path);
            continue;
        }
        const std::string content = at->second->after_cut(random);
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    }
}

} // namespace muster::fault

#include "canvas.hpp"

#include <memory>
#include <qpdf/qpdf-c.h> // the C++ headers of QPDF 11.3 cannot be read by Clang 14 as C++20

namespace muster::print {
namespace {

struct Close {
    void operator()(qpdf_data file) const { qpdf_cleanup(&file); }
};
using File = std::unique_ptr<struct _qpdf_data, Close>; // NOLINT(bugprone-reserved-identifier): QPDF's name

/// Goes through the structure tree in its order and describes each figure.
void describe(qpdf_data file, qpdf_oh node, const std::vector<std::string>& described, std::size_t& next) {
    if (qpdf_oh_is_array(file, node) != QPDF_FALSE) {
        for (int i = 0; i < qpdf_oh_get_array_n_items(file, node); ++i) {
            describe(file, qpdf_oh_get_array_item(file, node, i), described, next);
        }
    } else if (qpdf_oh_is_dictionary(file, node) != QPDF_FALSE) {
        const qpdf_oh type = qpdf_oh_get_key(file, node, "/S");
        const bool figure =
            qpdf_oh_is_name(file, type) != QPDF_FALSE && std::string_view(qpdf_oh_get_name(file, type)) == "/Figure";
        if (figure && next < described.size()) {
            qpdf_oh_replace_key(file, node, "/Alt", qpdf_oh_new_unicode_string(file, described[next++].c_str()));
        }
        if (qpdf_oh_has_key(file, node, "/K") != QPDF_FALSE) {
            describe(file, qpdf_oh_get_key(file, node, "/K"), described, next);
        }
    }
}

void set_flag(qpdf_data file, qpdf_oh root, const char* dictionary, const char* flag) {
    const qpdf_oh made = qpdf_oh_new_dictionary(file);
    qpdf_oh_replace_key(file, made, flag, qpdf_oh_new_bool(file, QPDF_TRUE));
    qpdf_oh_replace_key(file, root, dictionary, made);
}

Error wrong(qpdf_data file) {
    std::string what = "the PDF could not be made accessible";
    if (qpdf_has_error(file) != QPDF_FALSE) {
        what += std::string(": ") + qpdf_get_error_full_text(file, qpdf_get_error(file));
    }
    return {ErrorKind::internal, what};
}

} // namespace

Result<std::string> with_access(const std::string& pdf, const About& about, const std::vector<std::string>& described) {
    const File held(qpdf_init());
    qpdf_data file = held.get();
    qpdf_silence_errors(file);
    if ((qpdf_read_memory(file, "the document", pdf.data(), pdf.size(), nullptr) & QPDF_ERRORS) != 0) {
        return fail(wrong(file));
    }
    const qpdf_oh root = qpdf_get_root(file);
    qpdf_oh_replace_key(file, root, "/Lang", qpdf_oh_new_unicode_string(file, about.language.c_str()));
    set_flag(file, root, "/ViewerPreferences", "/DisplayDocTitle");
    set_flag(file, root, "/MarkInfo", "/Marked");
    std::size_t next = 0;
    if (qpdf_oh_has_key(file, root, "/StructTreeRoot") != QPDF_FALSE) {
        describe(file, qpdf_oh_get_key(file, qpdf_oh_get_key(file, root, "/StructTreeRoot"), "/K"), described, next);
    }
    if (next != described.size()) {
        return fail(ErrorKind::internal, "the PDF has " + std::to_string(next) +
                                             " figures in its structure, expected " + std::to_string(described.size()));
    }
    if ((qpdf_init_write_memory(file) & QPDF_ERRORS) != 0) {
        return fail(wrong(file));
    }
    qpdf_set_deterministic_ID(file, QPDF_TRUE);
    if ((qpdf_write(file) & QPDF_ERRORS) != 0) {
        return fail(wrong(file));
    }
    return std::string(reinterpret_cast<const char*>(qpdf_get_buffer(file)), qpdf_get_buffer_length(file));
}

} // namespace muster::print

#include "canvas.hpp"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace muster::print {
namespace {

/// Goes through the structure tree in its order and describes each figure.
void describe(QPDFObjectHandle node, const std::vector<std::string>& described, std::size_t& next) {
    if (node.isArray()) {
        for (int i = 0; i < node.getArrayNItems(); ++i) {
            describe(node.getArrayItem(i), described, next);
        }
    } else if (node.isDictionary()) {
        QPDFObjectHandle type = node.getKey("/S");
        if (type.isName() && type.getName() == "/Figure" && next < described.size()) {
            node.replaceKey("/Alt", QPDFObjectHandle::newUnicodeString(described[next++]));
        }
        if (node.hasKey("/K")) {
            describe(node.getKey("/K"), described, next);
        }
    }
}

} // namespace

Result<std::string> with_access(const std::string& pdf, const About& about, const std::vector<std::string>& described) {
    try {
        QPDF file;
        file.processMemoryFile("the document", pdf.data(), pdf.size());
        QPDFObjectHandle root = file.getRoot();
        root.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(about.language));
        QPDFObjectHandle shown = QPDFObjectHandle::newDictionary();
        shown.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
        root.replaceKey("/ViewerPreferences", shown);
        QPDFObjectHandle marked = QPDFObjectHandle::newDictionary();
        marked.replaceKey("/Marked", QPDFObjectHandle::newBool(true));
        root.replaceKey("/MarkInfo", marked);
        std::size_t next = 0;
        if (root.hasKey("/StructTreeRoot")) {
            describe(root.getKey("/StructTreeRoot").getKey("/K"), described, next);
        }
        if (next != described.size()) {
            return fail(ErrorKind::internal, "the PDF has " + std::to_string(next) +
                                                 " figures in its structure, expected " +
                                                 std::to_string(described.size()));
        }
        QPDFWriter writer(file);
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    } catch (const std::exception& error) {
        return fail(ErrorKind::internal, std::string("the PDF could not be made accessible: ") + error.what());
    }
}

} // namespace muster::print

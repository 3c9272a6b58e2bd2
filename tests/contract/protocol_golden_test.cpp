// The messages between the processes: name, number and type of every field, and the number of every enum value. A process of an older build
// may be on the bus for a while: a number is never given to something else. The frame's header stands in common/messages/frame_test.cpp.
#include <google/protobuf/descriptor.h>

#include "common/messages/frame.hpp"
#include "tests/contract/golden.hpp"

namespace fenghuo::contract {
namespace {

namespace pb = google::protobuf;

void describe(const pb::EnumDescriptor& type, std::string& out) {
  for (int i = 0; i < type.value_count(); ++i)
    out += "enum " + type.full_name() + ": " + type.value(i)->name() + " = " + std::to_string(type.value(i)->number()) + "\n";
}

std::string type_of(const pb::FieldDescriptor& field) {
  if (field.is_map()) return "map";
  std::string type = field.type_name();
  if (const auto* message = field.message_type()) type = message->full_name();
  if (const auto* choice = field.enum_type()) type = choice->full_name();
  return (field.is_repeated() ? "repeated " : "") + type;
}

void describe(const pb::Descriptor& type, std::string& out) {
  std::map<int, const pb::FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) fields[type.field(i)->number()] = type.field(i);
  for (const auto& [number, field] : fields)
    out += type.full_name() + "." + field->name() + " = " + std::to_string(number) + " " + type_of(*field) + "\n";
  for (int i = 0; i < type.nested_type_count(); ++i) describe(*type.nested_type(i), out);
}

std::string describe(const pb::FileDescriptor& file) {
  std::string out;
  for (int i = 0; i < file.enum_type_count(); ++i) describe(*file.enum_type(i), out);
  for (int i = 0; i < file.message_type_count(); ++i) describe(*file.message_type(i), out);
  return out;
}

TEST(Protocol, TheDomainsMessages) { expect_golden("domain.txt", describe(*wire::Signal::descriptor()->file())); }
TEST(Protocol, TheFrames) { expect_golden("protocol.txt", describe(*wire::Submit::descriptor()->file())); }

}  // namespace
}  // namespace fenghuo::contract

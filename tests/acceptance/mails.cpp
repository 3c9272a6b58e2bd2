// Writes mails as they would leave, for judges that are not ours:   fenghuo_test_mails FOLDER
//   invitation.eml · update.eml (its sequence is higher) · cancellation.eml · merged.eml (three meetings in one mail)
#include <cstdio>
#include <fstream>
#include <string>

#include "common/mail/compose.hpp"

namespace {

using namespace fenghuo;

wire::Bundle bundle() {
  wire::Bundle bundle;
  bundle.set_timezone("Asia/Shanghai");
  bundle.set_public_url("https://duty.example.edu.cn");
  bundle.set_phone("校内 0000");
  bundle.set_source_title("《实施办法》");
  bundle.mutable_mail()->set_from("fenghuo@example.edu.cn");
  bundle.mutable_mail()->set_from_name("履责提醒与舆情预警");
  bundle.mutable_mail()->set_organizer_address("dxb@example.edu.cn");
  return bundle;
}

wire::Invitation meeting(const std::string& uid, std::uint32_t sequence, const std::string& method = "REQUEST") {
  wire::Invitation invitation;
  invitation.set_method(method);
  invitation.set_uid(uid);
  invitation.set_sequence(sequence);
  invitation.set_begins(1'783'490'400'000);  // 2026-07-08 14:00 +08:00
  invitation.set_ends(1'783'495'800'000);
  invitation.set_summary("全面从严治党推进会议");
  invitation.set_place("行政楼，三层; 第一会议室");
  invitation.set_description("请准备：上半年落实情况汇报材料，7月3日前送党（校）办。\n依据：《实施办法》四（一）1\n联系：校内 0000");
  invitation.set_organizer("党委（校长）办公室");
  return invitation;
}

wire::SendJob job(std::uint64_t message) {
  wire::SendJob job;
  job.set_message_id(message);
  job.set_matter_id(42);
  job.set_thread_id(42);
  job.set_matter_number("督〔2026〕12号");
  auto& model = *job.mutable_model();
  model.set_kind("duty");
  model.set_clause("四（一）1");
  model.set_party_name("校长");
  model.set_subject("〔会议〕7月8日（周三）14:00 全面从严治党推进会议");
  model.set_text("请您出席：7月8日14:00，行政楼，约90分钟。请准备：汇报材料；7月3日前送党（校）办。");
  model.set_ask(true);
  model.set_decided_at(1'782'864'000'000);
  model.set_token_expires(1'783'500'000'000);
  return job;
}

bool write(const std::string& path, const wire::SendJob& job) {
  const auto letter = compose_mail(job, bundle(), "president@example.edu.cn", "a key of the links");
  return letter && (std::ofstream(path, std::ios::binary) << letter->bytes).flush().good();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: fenghuo_test_mails FOLDER\n");
    return 2;
  }
  const std::string folder = argv[1], uid = "matter-42-president@example.edu.cn";
  auto invitation = job(1), update = job(2), cancellation = job(3), merged = job(4);
  *invitation.mutable_model()->add_invitations() = meeting(uid, 0);
  *update.mutable_model()->add_invitations() = meeting(uid, 1);
  *cancellation.mutable_model()->add_invitations() = meeting(uid, 2, "CANCEL");
  for (const char* one : {"a@example.edu.cn", "b@example.edu.cn", "c@example.edu.cn"})
    *merged.mutable_model()->add_invitations() = meeting(one, 0);
  const bool written = write(folder + "/invitation.eml", invitation) && write(folder + "/update.eml", update) &&
                       write(folder + "/cancellation.eml", cancellation) && write(folder + "/merged.eml", merged);
  return written ? 0 : 1;
}

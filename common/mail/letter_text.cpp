#include "common/mail/letter_text.hpp"

#include <ctemplate/template.h>

#include <stdexcept>

#include "common/mail/header.hpp"
#include "common/messages/entry_buttons.hpp"
#include "common/messages/number_mark.hpp"

namespace fenghuo {
namespace {

#include "mail.html.inc"
#include "mail.txt.inc"

constexpr auto strip = ctemplate::DO_NOT_STRIP;
constexpr const char *html_name = "mail.html", *text_name = "mail.txt";
constexpr std::string_view footer = "系统自动提醒，不代表对单位或个人的评价。";
constexpr std::string_view product = "履责提醒与舆情预警";

// Read by all threads at once: filled, then frozen.
ctemplate::TemplateCache& cache() {
  static auto* const loaded = [] {
    auto* made = new ctemplate::TemplateCache;  // lives as long as the process
    if (!made->StringToTemplateCache(html_name, mail_html.data(), mail_html.size(), strip) ||
        !made->StringToTemplateCache(text_name, mail_txt.data(), mail_txt.size(), strip))
      throw std::logic_error("the mail's templates can't be read");
    made->Freeze();
    return made;
  }();
  return *loaded;
}

bool about_a_topic(const wire::NotificationModel& model) { return model.kind() == "warning"; }

// The words of decisions end with the footer where other channels have no place for one.
std::string without_footer(std::string text) {
  while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
  if (text.ends_with(footer)) text.resize(text.size() - footer.size());
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (std::string line = one_line(std::string_view(text).substr(at, end - at)); line.find_first_not_of(' ') != std::string::npos)
      lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

class Writer {
 public:
  Writer(const wire::SendJob& job, const wire::Bundle& bundle, const Zone& zone, const std::string& domain)
      : job_(job), model_(job.model()), bundle_(bundle), zone_(zone), out_("mail") {
    const auto& listed = bundle.mail().topic_domains();
    topics_may_go_ = std::find(listed.begin(), listed.end(), domain) != listed.end();
  }

  LetterText write(const LetterLinks& links) {
    LetterText letter;
    letter.subject = subject();
    out_.SetValue("SUBJECT", letter.subject);
    out_.SetValue("FOOTER", std::string(footer));
    if (!model_.party_name().empty()) out_.AddSectionDictionary("TO")->SetValue("NAME", one_line(model_.party_name()));
    const std::string text = body();
    lines(lines_of(text), links.entries);
    if (!says_entries(text)) entries();
    if (!links.whole.empty()) ask(links.whole);
    facts();
    cache().ExpandWithData(html_name, strip, &out_, nullptr, &letter.html);
    cache().ExpandWithData(text_name, strip, &out_, nullptr, &letter.text);
    return letter;
  }

 private:
  bool tells_topic(const std::string& text) const {
    return about_a_topic(model_) && !model_.title().empty() && text.find(model_.title()) != std::string::npos;
  }

  // Level and number only.
  std::string plain_words() const {
    return "【" + (model_.level_name().empty() ? std::string(product) : model_.level_name() + "预警·尚未核实") + "】" +
           job_.matter_number();
  }

  std::string subject() const {
    std::string subject = one_line(numbered(model_.subject(), job_.matter_number()));
    if (tells_topic(subject)) subject = plain_words();
    return subject.empty() ? std::string(product) : subject;
  }

  std::string body() const {
    std::string text = without_footer(numbered(model_.text(), job_.matter_number()));
    if (tells_topic(text) && !topics_may_go_) text = plain_words() + "。详情请登录校园网查看。";
    return text;
  }

  // The first lines of a brief are its entries, in their order: each has its own buttons.
  void lines(const std::vector<std::string>& all, const std::vector<std::string>& own) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto* line = out_.AddSectionDictionary("LINE");
      line->SetValue("TEXT", all[i]);
      if (i >= own.size() || own[i].empty()) continue;
      const auto& entry = model_.entries(static_cast<int>(i));
      if (all[i].find(one_line(entry.title())) == std::string::npos) continue;
      buttons(entry, own[i], *line->AddSectionDictionary("ROW"));
    }
  }

  static void buttons(const wire::DigestEntry& entry, const std::string& link, ctemplate::TemplateDictionary& row) {
    for (const auto& one : entry_buttons(entry)) {
      auto* button = row.AddSectionDictionary("BUTTON");
      button->SetValue("TEXT", one.text);
      const std::string address = one.address(link);
      button->SetValue("LINK", address);
      button->SetValue("LINK_TEXT", address);
    }
  }

  // A brief's words are its entries, a line each, and those of a digest may be: a list of the same is said twice.
  bool says_entries(const std::string& text) const {
    if (model_.notice_kind() == "brief") return true;
    return std::all_of(model_.entries().begin(), model_.entries().end(), [&text](const wire::DigestEntry& entry) {
      const auto& name = entry.number().empty() ? entry.title() : entry.number();
      return !name.empty() && text.find(name) != std::string::npos;
    });
  }

  void entries() {
    if (model_.entries_size() == 0) return;
    auto* list = out_.AddSectionDictionary("ENTRIES");
    for (const auto& one : model_.entries()) {
      const bool warning = !one.level().empty();
      std::string line = one.number();
      const auto say = [&line](const std::string& more) {
        if (!more.empty()) line.append(line.empty() ? "" : "　").append(more);
      };
      if (!warning || topics_may_go_) say(one.title());
      say(one.why());
      if (one.due_at() != 0) say("截止" + clock(one.due_at()));
      if (!warning) say(source(one.clause()));
      list->AddSectionDictionary("ENTRY")->SetValue("TEXT", one_line(line));
    }
  }

  void ask(const std::string& link) {
    auto* section = out_.AddSectionDictionary("ACK");
    section->SetValue("LINK", link);
    section->SetValue("LINK_TEXT", link);
    section->SetValue("LABEL", button());
  }

  const char* button() const {
    if (about_a_topic(model_)) return "签收并处理";
    if (model_.kind() == "digest") return "查看全部";
    if (model_.invitations_size() > 0) return "答复是否出席";
    return model_.ask() ? "签收并承办" : "打开办理页面";
  }

  void facts() {
    fact("编号", job_.matter_number());
    fact("级别", model_.level_name());
    fact("类别", model_.category_name());
    fact("请于此前签收", model_.ack_by() == 0 ? "" : clock(model_.ack_by()));
    fact("截止", model_.due_at() == 0 ? "" : clock(model_.due_at()));
    fact("牵头", model_.lead());
    fact("依据", source(model_.clause()));
    fact("确认", model_.proposed() ? "时点等默认值待校党委确认" : "");
    fact("联系电话", bundle_.phone());
  }

  void fact(const char* label, const std::string& value) {
    if (value.empty()) return;
    if (facts_ == nullptr) facts_ = out_.AddSectionDictionary("FACTS");
    auto* one = facts_->AddSectionDictionary("FACT");
    one->SetValue("LABEL", label);
    one->SetValue("VALUE", one_line(value));
  }

  // A duty rests on a clause of the source document, a warning's rung on a line of the ladders.
  std::string source(const std::string& clause) const {
    if (clause.empty() || clause.starts_with("《")) return clause;
    if (clause.find(".yaml:") != std::string::npos) return "逐级报送规则（" + clause + "）";
    return bundle_.source_title() + clause;
  }

  std::string clock(std::int64_t at) const { return chinese_clock(instant(at), instant(model_.decided_at()), zone_); }

  const wire::SendJob& job_;
  const wire::NotificationModel& model_;
  const wire::Bundle& bundle_;
  const Zone& zone_;
  ctemplate::TemplateDictionary out_;
  ctemplate::TemplateDictionary* facts_ = nullptr;
  bool topics_may_go_ = false;
};

}  // namespace

LetterText letter_text(const wire::SendJob& job, const wire::Bundle& bundle, const Zone& zone, const LetterLinks& links,
                       const std::string& domain) {
  return Writer(job, bundle, zone, domain).write(links);
}

}  // namespace fenghuo

// A small bundle for tests of the border.
#pragma once

#include "common/messages/frame.hpp"

namespace fenghuo::test {

inline wire::Bundle border_bundle() {
  wire::Bundle bundle;
  const std::pair<const char*, const char*> levels[] = {
      {"red", "红色（一级）"}, {"orange", "橙色（二级）"}, {"yellow", "黄色（三级）"}, {"blue", "蓝色（四级）"}};
  std::uint32_t rank = 0;
  for (const auto& [id, name] : levels) {
    auto* level = bundle.add_levels();
    level->set_id(id);
    level->set_name(name);
    level->set_rank(++rank);
  }
  for (const char* band : {"1", "2-9", "10-49", "50-199", "200+"}) bundle.add_bands(band);
  auto* provider = bundle.add_providers();
  provider->set_id("provider_demo");
  provider->set_min_band("10-49");
  provider->add_dossier_hosts("dossier.provider.invalid");
  bundle.add_providers()->set_id("provider_other");
  auto* category = bundle.add_categories();
  category->set_id("logistics");
  category->set_name("后勤保障");
  bundle.set_default_category("logistics");
  bundle.set_timezone("Asia/Shanghai");
  return bundle;
}

// One good signal; change is a list of "field":value texts that replace or add.
inline std::string signal_json(const std::map<std::string, std::string>& change = {}, const std::set<std::string>& leave_out = {}) {
  std::map<std::string, std::string> fields = {{"signal_id", "\"s-1\""},
                                               {"msg_type", "\"alert\""},
                                               {"provider", "\"provider_demo\""},
                                               {"issued_at", "\"2027-03-09T02:14:00+08:00\""},
                                               {"topic_id", "\"t-canteen\""},
                                               {"topic_title", "\"二食堂饭菜质量\""},
                                               {"category", "\"logistics\""},
                                               {"level", "\"red\""},
                                               {"trend", "\"up\""},
                                               {"volume_24h", "1200"},
                                               {"source_count_band", "\"50-199\""}};
  for (const auto& [name, value] : change) fields[name] = value;
  std::string out = "{";
  for (const auto& [name, value] : fields) {
    if (leave_out.contains(name)) continue;
    out.append(out.size() > 1 ? ",\"" : "\"").append(name).append("\":").append(value);
  }
  return out + "}";
}

}  // namespace fenghuo::test

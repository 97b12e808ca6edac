#include "tests/images/check_in_rig.hpp"

#include <gmock/gmock.h>

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace spin::test {

namespace {

// Addresses as the kernel prints them on a little-endian machine.
const std::string nobody = " 00000000:0000 0A 0\n";
const std::string visitor = " 010011AC:D431 01 0\n";
const std::string visitor6 = " 0000000000000000FFFF0000010011AC:D431 01 0\n";
const std::string any6 = "00000000000000000000000000000000";

} // namespace

/// What the script counts and where it reports, for each shell.
class CheckInNumber : public CheckInScript {
protected:
  std::string counted(const std::map<std::string, std::string>& env = {}) {
    return check_in({"--count"}, env).output;
  }
};

INSTANTIATE_TEST_SUITE_P(EveryShell, CheckInNumber,
                         testing::ValuesIn(std::vector<surroundings>{
                             {{"/bin/dash"}, "curl"},
                             {{"/bin/busybox", "sh"}, "curl"}}));

TEST_P(CheckInNumber, CountsTheClientsOfAllPortsThatAreListenedOn) {
  put("proc/net/tcp", "sl local rem st\n"
                      "0: 00000000:0050"
                          + nobody + "1: 020011AC:0050" + visitor
                          + "2: 020011AC:0016" + visitor); // nobody listens
  put("proc/net/tcp6", "sl local rem st\n"
                       "0: "
                           + any6 + ":1F90" + nobody
                           + "1: 0000000000000000FFFF0000020011AC:1F90"
                           + visitor6);
  EXPECT_EQ(counted(), "2\n");
  EXPECT_EQ(counted({{"CHECK_IN_PORTS", "80"}}), "1\n");
  EXPECT_EQ(counted({{"CHECK_IN_PORTS", "80 22"}}), "2\n");
  EXPECT_EQ(counted({{"CHECK_IN_PORTS", "443"}}), "0\n");
}

TEST_P(CheckInNumber, CountsNeitherItselfNorWhoIsLeaving) {
  put("proc/net/tcp",
      "0: 00000000:0050" + nobody + "1: 0100007F:0050 0100007F:D431 01 0\n"
          + "2: 020011AC:0050 010011AC:D431 06 0\n"   // TIME_WAIT
          + "3: 020011AC:0050 010011AC:D431 03 0\n"); // SYN_RECV
  put("proc/net/tcp6", "0: 00000000000000000000000001000000:0050 "
                       "00000000000000000000000001000000:D431 01 0\n"
                       "1: 0000000000000000FFFF00000100007F:0050 "
                       "0000000000000000FFFF00000100007F:D431 01 0\n");
  EXPECT_EQ(counted(), "0\n");
}

TEST_P(CheckInNumber, CountsNobodyWhereThereIsNoNetwork) {
  put("proc/net/tcp", "");
  EXPECT_EQ(counted(), "0\n");
}

TEST_P(CheckInNumber, AddsWhatTheCountersPrint) {
  put_program("etc/check-in.d/one", "echo 1");
  put_program("etc/check-in.d/many", "echo 40");
  put("etc/check-in.d/README", "no program");
  EXPECT_EQ(counted(), "43\n");
}

TEST_P(CheckInNumber, IsNotZeroWhenACounterFails) {
  put_clients(0);
  for (const auto* failing : {"exit 1", "echo -1", "echo 1.5", "echo 08",
                              "echo", "echo none", "echo 3; exit 1"}) {
    put_program("etc/check-in.d/db", failing);
    const auto done = check_in();
    EXPECT_EQ(done.exit_code, 2) << failing;
    EXPECT_THAT(done.output, HasSubstr("no number from db")) << failing;
  }
  EXPECT_THAT(requests(), IsEmpty());
  put_clients(1); // somebody is there, whatever the counter would say
  EXPECT_EQ(check_in().exit_code, 0);
  EXPECT_THAT(bodies(), ElementsAre("active=1"));
}

// -- where it goes
// -------------------------------------------------------------

/// Writes down whom it was to ask, and is answered only there.
class CheckInPlace : public CheckInNumber {
protected:
  void client_reaches(const std::string& place) const {
    std::filesystem::remove(path_of("bin/curl"));
    put_program("bin/curl",
                "for last; do :; done; echo $last >>" + path_of("asked")
                    + "\ncase $last in " + place
                    + ") echo 'HTTP/1.1 200 OK';; *) exit 7;; esac");
  }

  std::string asked() const { return read_file(path_of("asked")); }
};

INSTANTIATE_TEST_SUITE_P(EveryShell, CheckInPlace,
                         testing::ValuesIn(std::vector<surroundings>{
                             {{"/bin/dash"}, "curl"},
                             {{"/bin/busybox", "sh"}, "curl"}}));

TEST_P(CheckInPlace, IsTheGatewayOfTheBestRouteWhenThereIsNoUrl) {
  put_environment({});
  put("proc/net/route", "Iface Destination Gateway Flags RefCnt Use Metric\n"
                        "eth1 00000000 0100A8C0 0003 0 0 200 0 0 0 0\n"
                        "eth0 00000000 010011AC 0003 0 0 100 0 0 0 0\n"
                        "eth0 000011AC 00000000 0001 0 0 0 0 0 0 0\n");
  client_reaches("*");
  EXPECT_EQ(check_in().exit_code, 0);
  EXPECT_EQ(asked(), "http://172.17.0.1/v1/check-in\n");
}

TEST_P(CheckInPlace, IsTheUrlFirstAndThenTheGateway) {
  put("proc/net/route", "eth0 00000000 010011AC 0003 0 0 0 0 0 0 0\n");
  client_reaches("http://172.*");
  EXPECT_EQ(check_in().exit_code, 0);
  EXPECT_EQ(asked(), url() + "\nhttp://172.17.0.1/v1/check-in\n");
}

TEST_P(CheckInPlace, IsAskedOnceWhenUrlAndGatewayAreTheSame) {
  put_environment({"SPIN_DOCKER_URL=http://172.17.0.1/v1/check-in"});
  put("proc/net/route", "eth0 00000000 010011AC 0003 0 0 0 0 0 0 0\n");
  client_reaches("nowhere");
  EXPECT_EQ(check_in().exit_code, 1);
  const auto all = asked();
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 6);
}

TEST_P(CheckInPlace, IsNowhereWithoutUrlAndRoute) {
  put_environment({});
  client_reaches("*");
  const auto done = check_in();
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_THAT(done.output, HasSubstr("no default route"));
  EXPECT_EQ(asked(), "");
}

} // namespace spin::test

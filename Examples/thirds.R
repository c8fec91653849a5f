#!/usr/bin/env Rscript
# Who adopts whose postures how often, by therapist and third of the session: a mixed model of many sessions.
#
# Reads thirds.csv of `attune study`. Needs lme4:
#
#     Rscript Examples/thirds.R study/thirds.csv
#
# Prints the adoptions a minute of the time in which both were known, by leader and third, then a Poisson model of the
# counts with the known time as exposure, and sessions within dyads as random effects. Counts are of what was
# seen: hold them against surrogate_mean, since people who change posture often adopt more by chance.
library(lme4)

path <- commandArgs(trailingOnly = TRUE)
if (length(path) != 1) stop("usage: thirds.R study/thirds.csv")
rows <- read.csv(path, colClasses = c(session = "character", leader_code = "character",
                                      follower_code = "character"))
if (length(unique(rows$settings_digest)) > 1)
    message("sessions were measured or scored in different ways: see settings_digest")
rows <- subset(rows, known_seconds > 0)
rows$third <- factor(rows$third)
rows$led_by <- ifelse(is.na(rows$leader_code) | rows$leader_code == "", rows$leader, rows$leader_code)

sums <- aggregate(cbind(episodes, known_seconds) ~ led_by + third, rows, sum)
sums$per_minute <- 60 * sums$episodes / sums$known_seconds
cat("adoptions a minute\n")
print(xtabs(per_minute ~ led_by + third, sums), digits = 4)

# A dyad with one session has no sessions within it.
nested <- any(duplicated(unique(rows[c("dyad", "session")])$dyad))
formula <- if (nested) {
    episodes ~ third + leader + offset(log(known_seconds / 60)) + (1 | dyad / session)
} else {
    episodes ~ third + leader + offset(log(known_seconds / 60)) + (1 | dyad)
}
print(summary(glmer(formula, data = rows, family = poisson)), correlation = FALSE)

# Reference values of survival analysis by R's package survival. Run: Rscript survival.R
options(digits = 15); library(survival)
write <- function(frame, file) write.csv(format(frame, digits = 14, trim = TRUE), file, row.names = FALSE, quote = FALSE)
# E. J. Freireich et al. (1963): weeks of remission under 6-mercaptopurine (1) and placebo (0).
time <- c(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35, 1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
event <- c(1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, rep(1, 21))
drug <- rep(c(1, 0), each = 21)
set.seed(4); age <- round(rnorm(42, 10, 4), 1)
write.csv(data.frame(time, event, drug, age), "r_remission.csv", row.names = FALSE, quote = FALSE)
km <- summary(survfit(Surv(time, event) ~ 1, subset = drug == 1, conf.type = "log-log"))
write(data.frame(time = km$time, risk = km$n.risk, events = km$n.event, survival = km$surv, se = km$std.err, low = km$lower, high = km$upper), "r_km.csv")
m <- summary(survfit(Surv(time, event) ~ 1, subset = drug == 1, conf.type = "log-log"), rmean = 30)$table
lr <- survdiff(Surv(time, event) ~ drug)
c1 <- coxph(Surv(time, event) ~ drug); c2 <- coxph(Surv(time, event) ~ drug + age)
write(data.frame(name = 1:14, value = c(m["rmean"], m["se(rmean)"], m["median"], m["0.95LCL"], lr$chisq, lr$exp[1], lr$exp[2], coef(c1), sqrt(vcov(c1)), c1$loglik[2], coef(c2), sqrt(vcov(c2)[1, 1]), sqrt(vcov(c2)[2, 2]))), "r_survival.csv")

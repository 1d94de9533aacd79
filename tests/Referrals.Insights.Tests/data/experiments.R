# Reference values for the tests of experiments, by R's own functions. Run: Rscript experiments.R
options(digits = 15)
write <- function(frame, file) write.csv(format(frame, digits = 15, trim = TRUE), file, row.names = FALSE, quote = FALSE)

cells <- rbind(c(120, 1000, 150, 1000), c(12, 100, 25, 100), c(3, 40, 9, 35), c(980, 1000, 990, 1000), c(0, 50, 6, 60), c(30, 30, 25, 30), c(5012, 100000, 5187, 99870))
rows <- apply(cells, 1, function(c) {
  x <- c(c[1], c[3]); n <- c(c[2], c[4]); m <- rbind(x, n - x)
  plain <- suppressWarnings(prop.test(x, n, correct = FALSE)); yates <- suppressWarnings(prop.test(x, n, correct = TRUE))
  o <- m; e <- outer(rowSums(m), colSums(m)) / sum(m); g <- 2 * sum(ifelse(o > 0, o * log(o / e), 0))
  w1 <- suppressWarnings(prop.test(c[1], c[2], correct = FALSE))$conf.int; w2 <- suppressWarnings(prop.test(c[3], c[4], correct = FALSE))$conf.int
  c(c, plain$p.value, yates$p.value, fisher.test(m)$p.value, pchisq(g, 1, lower.tail = FALSE), w1, w2)
})
frame <- as.data.frame(t(rows)); names(frame) <- c("x1", "n1", "x2", "n2", "p_pooled", "p_yates", "p_fisher", "p_g", "wilson1_lo", "wilson1_hi", "wilson2_lo", "wilson2_hi")
write(frame, "r_proportions.csv")

a <- c(12.1, 9.8, 14.2, 11.0, 10.5, 13.3, 8.7); b <- c(15.2, 13.1, 22.4, 9.9, 17.0)
t <- t.test(b, a)
write(data.frame(difference = mean(b) - mean(a), t = t$statistic, df = t$parameter, p = t$p.value, lo = t$conf.int[1], hi = t$conf.int[2]), "r_welch.csv")

write(do.call(rbind, lapply(list(c(.05, .055, .8, .05), c(.1, .12, .9, .05), c(.3, .25, .8, .01), c(.01, .02, .8, .05)), function(q)
  data.frame(p1 = q[1], p2 = q[2], power = q[3], alpha = q[4], n = power.prop.test(p1 = q[1], p2 = q[2], power = q[3], sig.level = q[4], tol = 1e-12)$n))), "r_power_proportions.csv")
write(do.call(rbind, lapply(list(c(1, .5, .8, .05), c(20, 3, .9, .05), c(5, 1, .8, .01), c(100, 4, .8, .05)), function(q)
  data.frame(sd = q[1], delta = q[2], power = q[3], alpha = q[4], n = power.t.test(sd = q[1], delta = q[2], power = q[3], sig.level = q[4])$n))), "r_power_means.csv")

p <- c(.01, .04, .03, .005, .2, .04, .7)
write(data.frame(p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH")), "r_p_adjust.csv")
counts <- c(5000, 5150, 4950); c3 <- chisq.test(counts, p = c(.3333333333333333, .3333333333333333, .3333333333333334))
write(data.frame(statistic = c3$statistic, p = c3$p.value), "r_srm.csv")

# CUPED by hand: the residuals of a common slope within the variants.
set.seed(7); n <- 400; v <- rep(0:1, n / 2); before <- rgamma(n, 2, .1); after <- round(5 + .8 * before + 1.5 * v + rnorm(n, sd = 6), 4); before <- round(before, 4)
slope <- coef(lm(after ~ factor(v) + before))["before"]
adjusted <- after - slope * (before - mean(before))
a0 <- adjusted[v == 0]; a1 <- adjusted[v == 1]
write.csv(data.frame(variant = v, before = before, after = after), "r_cuped_data.csv", row.names = FALSE, quote = FALSE)
write(data.frame(slope = slope, mean0 = mean(a0), mean1 = mean(a1), se0 = sd(a0) / sqrt(length(a0)), se1 = sd(a1) / sqrt(length(a1))), "r_cuped.csv")

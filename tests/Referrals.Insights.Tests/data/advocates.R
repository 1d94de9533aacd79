# Reference values of logistic regression and of scores, by R and its packages MASS and pROC. Run: Rscript advocates.R
options(digits = 15); library(MASS); suppressMessages(library(pROC))
write <- function(frame, file) write.csv(format(frame, digits = 14, trim = TRUE), file, row.names = FALSE, quote = FALSE)
# D. W. Hosmer and S. Lemeshow, Applied Logistic Regression (2000), the low birth weight study.
b <- with(birthwt, data.frame(low, age, lwt, black = as.integer(race == 2), other = as.integer(race == 3), ftv))
write.csv(b, "r_birthwt.csv", row.names = FALSE, quote = FALSE)
m <- glm(low ~ ., data = b, family = binomial, control = list(epsilon = 1e-14, maxit = 50))
write(data.frame(name = c("intercept", names(b)[-1]), value = coef(m), se = sqrt(diag(vcov(m)))), "r_logistic.csv")
# With a ridge of 5 on columns standardized by n: minimized directly, errors by the formula of le Cessie and van Houwelingen.
x <- as.matrix(b[-1]); mu <- colMeans(x); s <- sqrt(colMeans(sweep(x, 2, mu)^2)); z <- cbind(1, sweep(sweep(x, 2, mu), 2, s, "/")); y <- b$low; d <- diag(c(0, rep(5, 5)))
f <- function(beta) -sum(y * (z %*% beta) - log1p(exp(z %*% beta))) + 0.5 * sum(d %*% beta^2)
g <- function(beta) as.vector(-t(z) %*% (y - plogis(z %*% beta)) + d %*% beta)
o <- optim(rep(0, 6), f, g, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000)); o <- optim(o$par, f, g, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))
w <- as.vector(dlogis(z %*% o$par)); i <- t(z) %*% (w * z); h <- solve(i + d); v <- h %*% i %*% h; a <- c(1, -mu / s)
write(data.frame(name = c("intercept", names(b)[-1]), value = c(sum(a * o$par), o$par[-1] / s), se = c(sqrt(t(a) %*% v %*% a), sqrt(diag(v))[-1] / s)), "r_ridge.csv")
# The fitted probabilities as a score: Brier, log loss, Hosmer-Lemeshow with groups by quantiles, calibration line.
p <- fitted(m); write(data.frame(p = p), "r_birthwt_fitted.csv")
k <- cut(p, quantile(p, 0:10 / 10), include.lowest = TRUE); e <- tapply(p, k, sum); n <- tapply(p, k, length); ob <- tapply(y, k, sum)
hl <- sum((ob - e)^2 / (e * (1 - e / n))); r <- glm(y ~ qlogis(p^1.5), family = binomial, control = list(epsilon = 1e-14))
rp <- roc(y, p, quiet = TRUE, direction = "<", levels = c(0, 1)); ra <- roc(y, -b$lwt, quiet = TRUE, direction = "<", levels = c(0, 1))
# pROC's own example: aneurysms, S100B and NDKA.
data(aSAH); q <- with(aSAH, data.frame(poor = as.integer(outcome == "Poor"), s100b, ndka, wfns = as.integer(wfns))); write.csv(q, "r_asah.csv", row.names = FALSE, quote = FALSE)
r1 <- roc(q$poor, q$s100b, quiet = TRUE, direction = "<", levels = c(0, 1)); r2 <- roc(q$poor, q$ndka, quiet = TRUE, direction = "<", levels = c(0, 1)); r3 <- roc(q$poor, q$wfns, quiet = TRUE, direction = "<", levels = c(0, 1))
ci <- function(r) as.numeric(ci.auc(r)); t12 <- roc.test(r1, r2); t13 <- roc.test(r3, r1)
write(data.frame(name = c("logLik", "null", "brier", "logloss", "hl", "hl_p", "slope", "slope_se", "line", "line_se", "auc", "auc_low", "auc_high", "s100b", "s100b_low", "s100b_high", "ndka", "ndka_low", "ndka_high", "wfns", "wfns_low", "wfns_high", "z_s100b_ndka", "z_wfns_s100b", "d_low", "d_high"),
  value = c(logLik(m), -m$null.deviance / 2, mean((p - y)^2), -mean(y * log(p) + (1 - y) * log(1 - p)), hl, pchisq(hl, 8, lower.tail = FALSE), coef(r)[2], sqrt(vcov(r)[2, 2]), coef(r)[1], sqrt(vcov(r)[1, 1]),
    rp$auc, ci(rp)[c(1, 3)], r1$auc, ci(r1)[c(1, 3)], r2$auc, ci(r2)[c(1, 3)], r3$auc, ci(r3)[c(1, 3)], t12$statistic, t13$statistic, t12$conf.int)), "r_scores.csv")

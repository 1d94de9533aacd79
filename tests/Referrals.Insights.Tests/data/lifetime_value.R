# Fits by R's own optimizer, from the likelihoods as the papers print them. Run: Rscript lifetime_value.R
options(digits = 15)
fit <- function(nll, start, tries = 4) {
  o <- list(par = log(start))
  for (i in 1:tries) o <- optim(o$par, function(p) nll(exp(p)), method = "Nelder-Mead", control = list(reltol = 1e-15, maxit = 4000))
  o <- optim(o$par, function(p) nll(exp(p)), method = "BFGS", control = list(reltol = 1e-16, maxit = 500, ndeps = rep(1e-5, length(start))))
  se <- sqrt(diag(solve(optimHess(o$par, function(p) nll(exp(p)), control = list(ndeps = rep(1e-4, length(start)))))))
  list(par = exp(o$par), se = exp(o$par) * se, ll = -o$value)
}
lse <- function(a, b) pmax(a, b) + log1p(exp(-abs(a - b)))

d <- read.csv("sim_rfm.csv"); x <- d$x; tx <- d$t_x_days / 7; T <- d$T_days / 7
bg <- function(p) { r <- p[1]; al <- p[2]; a <- p[3]; b <- p[4]
  -sum(lgamma(r + x) - lgamma(r) + r * log(al) + lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x) +
    ifelse(x > 0, lse(-(r + x) * log(al + T), log(a) - log(b + pmax(x, 1) - 1) - (r + x) * log(al + tx)), -(r + x) * log(al + T))) }
f <- fit(bg, c(.5, 5, 1, 3))
cr <- function(p) { l <- p[1]; q <- p[2] / (1 + p[2]) # one rate, one probability of leaving after every purchase
  -sum(log(l^x * (1 - q)^(x + 1) * exp(-l * T) + q * (1 - q)^x * l^x * exp(-l * tx))) }
j <- fit(cr, c(.1, .2))
g <- d$x > 0; gx <- x[g]; m <- d$mean_repeat_spend[g]
gg <- function(p) { q <- p[2]; v <- p[3]; p <- p[1]
  -sum(lgamma(p * gx + q) - lgamma(p * gx) - lgamma(q) + q * log(v) + (p * gx - 1) * log(m) + p * gx * log(gx) - (p * gx + q) * log(gx * m + v)) }
h <- fit(gg, c(3, 3, 15))

d <- read.csv("sim_pnbd_rfm.csv"); x <- d$x; tx <- d$t_x_days / 7; T <- d$T_days / 7
f21 <- function(n, q, z) { # (1-z)^(1-q) 2F1(1, n+1-q; n+1; z), a series of positive terms
  term <- sum <- rep(1, length(z))
  for (k in 0:3000) { term <- term * (n + 1 - q + k) / (n + 1 + k) * z; sum <- sum + term; if (max(term / sum) < 1e-17) break }
  (1 - q) * log1p(-z) + log(sum) }
pn <- function(p) { r <- p[1]; al <- p[2]; s <- p[3]; be <- p[4]; n <- r + s + x
  if (al >= be) { mm <- al; dl <- al - be; q <- s + 1 } else { mm <- be; dl <- be - al; q <- r + x }
  lf <- function(y) f21(n, q, dl / (mm + y)) - n * log(mm + y)
  a <- lf(tx); b <- lf(T); la0 <- ifelse(b < a, a + log1p(-exp(pmin(0, b - a))), -Inf)
  -sum(lgamma(r + x) - lgamma(r) + r * log(al) + s * log(be) + lse(-(r + x) * log(al + T) - s * log(be + T), log(s / n) + la0)) }
k <- fit(pn, c(.5, 5, .5, 10), 2)
out <- function(model, names, f) data.frame(model = model, parameter = names, value = f$par, se = f$se, ll = f$ll)
write.csv(format(rbind(out(1, 1:4, f), out(2, 1:3, h), out(3, 1:4, k), out(4, 1:2, j)), digits = 12, trim = TRUE), "r_lifetime_fits.csv", row.names = FALSE, quote = FALSE)

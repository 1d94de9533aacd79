# Reference values for the models of lifetime value, by mpmath to 40 digits, from the formulas of the papers in their hypergeometric form.
from mpmath import *
mp.dps = 40

def bgnbd(r, al, a, b, x, tx, T, t):
    ll = loggamma(r+x)-loggamma(r)+r*log(al)+loggamma(a+b)+loggamma(b+x)-loggamma(b)-loggamma(a+b+x)
    ll += log((al+T)**-(r+x) + (a/(b+x-1)*(al+tx)**-(r+x) if x > 0 else 0))
    alive = 1 if x == 0 else 1/(1+a/(b+x-1)*((al+T)/(al+tx))**(r+x))
    a_ = a + mpf(10)**-25 if a == 1 else a
    cet = (a_+b+x-1)/(a_-1)*(1-((al+T)/(al+T+t))**(r+x)*hyp2f1(r+x, b+x, a_+b+x-1, t/(al+T+t)))
    cet /= 1 + (a/(b+x-1)*((al+T)/(al+tx))**(r+x) if x > 0 else 0)
    return ll, alive, cet

def pnbd(r, al, s, be, x, tx, T, t, d):
    n = r+s+x
    m, delta, q = (al, al-be, s+1) if al >= be else (be, be-al, r+x)
    F = lambda y: hyp2f1(n, q, n+1, delta/(m+y))/(m+y)**n
    A0 = F(tx)-F(T)
    L = (al+T)**-(r+x)*(be+T)**-s + s/n*A0
    ll = loggamma(r+x)-loggamma(r)+r*log(al)+s*log(be)+log(L)
    alive = (al+T)**-(r+x)*(be+T)**-s/L
    reach = -log((be+T)/(be+T+t)) if s == 1 else (1-((be+T)/(be+T+t))**(s-1))/(s-1)
    cet = alive*(r+x)*(be+T)/(al+T)*reach
    dert = alive*(r+x)/(al+T)*(be+T)*hyperu(1, 2-s, d*(be+T))
    return ll, alive, cet, dert

def write(file, head, rows):
    with open(file, "w") as f:
        f.write(head+"\n")
        for row in rows: f.write(",".join(nstr(v, 18) if isinstance(v, mpf) else str(v) for v in row)+"\n")

P = [("0.2425945", "4.4136019", "0.7929199", "2.4258881"), ("0.6", "30", "1", "2.5"), ("2.5", "10", "1.4", "0.7")]
C = [(0, "0", "38.86", "39"), (2, "30.43", "38.86", "39"), (1, "1", "27", "52"), (26, "30", "31", "13"), (300, "38", "40", "39"), (1000, "36", "40", "100"), (5, "0.5", "78", "39")]
rows = []
for p in P:
    for x, tx, T, t in C:
        v = [mpf(s) for s in p]; w = [mpf(tx), mpf(T), mpf(t)]
        rows.append(list(p)+[x, tx, T, t]+list(map(mpf, bgnbd(*v, x, *w))))
write("bgnbd.csv", "r,alpha,a,b,x,tx,T,t,ll,alive,cet", rows)

rows = []
for p in P[:1]+[("0.6", "30", "0.9", "2.5")]:
    r, al, a, b = [mpf(s) for s in p]
    for n, t in [(0, "39"), (1, "39"), (7, "39"), (30, "39"), (80, "5"), (3, "0.1")]:
        tt = mpf(t)
        pmf = beta(a, b+n)/beta(a, b)*gamma(r+n)/gamma(r)/factorial(n)*(al/(al+tt))**r*(tt/(al+tt))**n
        if n: pmf += beta(a+1, b+n-1)/beta(a, b)*betainc(n, r, 0, tt/(al+tt), regularized=True)
        rows.append(list(p)+[n, t, pmf])
write("bgnbd_pmf.csv", "r,alpha,a,b,n,t,probability", rows)

P = [("0.5532", "10.578", "0.6061", "11.669"), ("2.5", "8", "1", "30"), ("0.3", "20", "3.2", "1.5"), ("1.2", "0.05", "0.8", "40")]
rows = []
for p in P:
    for x, tx, T, t in C:
        v = [mpf(s) for s in p]; w = [mpf(tx), mpf(T), mpf(t)]
        rows.append(list(p)+[x, tx, T, t, "0.0027"]+list(map(mpf, pnbd(*v, x, *w, mpf("0.0027")))))
write("pnbd.csv", "r,alpha,s,beta,x,tx,T,t,delta,ll,alive,cet,dert", rows)

// The smallest whole thing: a program, a database file, one referral from the link to the balance.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Referrals;
using Referrals.EntityFrameworkCore;

// The rules. Whoever brings a friend gets 10 EUR once the friend's first purchase reaches 50 EUR; the friend gets 5 EUR.
var program = ReferralProgram.Create("spring", p => p
    .Links("https://shop.example/r/{code}")
    .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
    .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth))
    .RewardReferee(r => r.Flat(5, "EUR")));

// The registration. Everything is stored in your own database; here it is one SQLite file.
var services = new ServiceCollection();
services.AddDbContext<ReferralsDbContext>(options => options.UseSqlite("Data Source=quickstart.db"));
services.AddReferrals(r => r.AddProgram(program)).UseEntityFrameworkCore<ReferralsDbContext>();

await using var provider = services.BuildServiceProvider();
await using var scope = provider.CreateAsyncScope();
await scope.ServiceProvider.GetRequiredService<ReferralsDbContext>().Database.CreateReferralsSchemaAsync();
var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();

// What happens in your product, told where it happens. Telling it twice has no further effect: run this program again.
var (alice, bob, visitor) = (CustomerId.From("alice"), CustomerId.From("bob"), VisitorId.From("cookie-7f3a"));

var enrolled = await referrals.EnrollAsync(Enrollment.Of(alice));               // a code and a link, the same ones each time
await referrals.TouchAsync(Touch.Click(enrolled.Link!, visitor));               // your landing page
await referrals.SignUpAsync(SignUp.Of(bob).ByVisitor(visitor));                 // your registration
var decision = await referrals.ConvertAsync(                                    // your checkout, in its own transaction
    Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")));

Console.WriteLine($"Alice shares {enrolled.Link}\n");
Console.WriteLine(decision.Explanation.ToText());                               // why, or why not
Console.WriteLine($"\nAlice has {(await referrals.GetBalancesAsync(alice))[0]}, Bob has {(await referrals.GetBalancesAsync(bob))[0]}.");

// A small shop with a referral program: be Ann and share, be Bob and buy, take the order back, and look at what each of them sees.
using WebShop;

await using var app = await ShopApplication.CreateAsync(args);
await app.StartAsync();
Console.WriteLine($"The shop is open: {string.Join(", ", app.Urls)}");
await app.WaitForShutdownAsync();

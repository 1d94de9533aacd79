using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Referrals.AspNetCore;

namespace WebShop;

/// <summary>The pages of the shop, as plain as they can be: what is said of referrals is in <see cref="ShopActions"/>.</summary>
internal static class ShopPages
{
    private const int DaysOfHold = 15;

    internal static void Map(WebApplication app)
    {
        _ = app.MapGet("/shop.css", static () => Results.Stream(typeof(ShopPages).Assembly.GetManifestResourceStream("shop.css")!, "text/css"));
        _ = app.MapGet("/favicon.ico", static () => Results.NoContent());
        _ = app.MapGet("/", Products);
        _ = app.MapGet("/register", Registration);
        _ = app.MapGet("/sign-in", AccountsAsync);
        _ = app.MapGet("/account", AccountAsync).RequireAuthorization();

        _ = app.MapGet("/ask", static (HttpContext context) => Question(context, null, null)).RequireAuthorization();

        // Parameters from a form have their antiforgery token checked before the handler runs.
        _ = app.MapPost("/register", static async (HttpContext context, ShopActions shop, [FromForm] string name) =>
            name.Trim() is { Length: > 0 and <= 40 } known
                ? await SignInAsync(context, await shop.RegisterAsync(context, known), "/")
                : Results.Redirect("/register"));
        _ = app.MapPost("/sign-in", static async (HttpContext context, ShopDbContext shop, [FromForm] string id, string? returnUrl) =>
            await shop.Accounts.FindAsync(id) is { } account ? await SignInAsync(context, account, returnUrl) : Results.Redirect("/sign-in"));
        _ = app.MapPost("/sign-out", static async (HttpContext context, [FromForm] string? from) =>
        {
            await context.SignOutAsync();
            return Results.Redirect("/");
        });
        _ = app.MapPost("/buy", static async (HttpContext context, ShopActions shop, [FromForm] string product) =>
        {
            if (ShopActions.Products.ContainsKey(product))
            {
                _ = await shop.BuyAsync(context, Id(context), product);
            }

            return Results.Redirect("/account");
        }).RequireAuthorization();
        _ = app.MapPost("/ask", static async (HttpContext context, ShopQuestions questions, [FromForm] string question) =>
        {
            // A question can hold what must stand in no address and no log, so it comes in a form.
            var asked = question.Trim();
            asked = asked[..Math.Min(asked.Length, ShopQuestions.MaxQuestion)];
            return asked.Length == 0
                ? Results.Redirect("/ask")
                : Question(context, asked, await questions.AnswerAsync(context.User, asked, context.RequestAborted) ?? QuestionTexts.Current.NotUnderstood);
        }).RequireAuthorization();
        _ = app.MapPost("/return", static async (HttpContext context, ShopActions shop, [FromForm] string order) =>
        {
            _ = await shop.ReturnAsync(Id(context), order);
            return Results.Redirect("/account");
        }).RequireAuthorization();
        _ = app.MapPost("/days", static async (ShopActions shop, [FromForm] int days) =>
        {
            await shop.PassAsync(Math.Clamp(days, 1, 100));
            return Results.Redirect("/account");
        }).RequireAuthorization();
    }

    private static IResult Products(HttpContext context) => Page(context, "Lamps", Html($"<p><a href=\"/referrals/me\">Invite a friend</a>: 5 EUR for them, 10 EUR for you.</p>{Shelf(context)}"));

    private static Markup Shelf(HttpContext context) => Joined(ShopActions.Products.Select(product => Html(
        $"""
        <article><h2>{product.Key}</h2><p class="price">{product.Value.ToString("0", CultureInfo.InvariantCulture)} EUR</p>
        {Form(context, "/buy", Html($"<input type=\"hidden\" name=\"product\" value=\"{product.Key}\"><button>Buy</button>"))}</article>
        """)), "products");

    /// <summary>A code that no cookie keeps comes in the URL and goes on in a hidden field.</summary>
    private static IResult Registration(HttpContext context) => Page(context, "Create an account", Form(context, "/register", Html(
        $"""
        <label for="name">First name</label><input id="name" name="name" required maxlength="40" autocomplete="given-name">
        <input type="hidden" name="{ReferralsWebOptions.CodeParameter}" value="{context.Request.Query[ReferralsWebOptions.CodeParameter].ToString()}">
        <button>Create account</button>
        """)));

    private static async Task<IResult> AccountsAsync(HttpContext context, ShopDbContext shop, string? returnUrl)
    {
        var action = "/sign-in" + (returnUrl is null ? null : "?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var accounts = await shop.Accounts.AsNoTracking().OrderByDescending(static account => account.IsStaff).ThenBy(static account => account.Id).Take(50).ToListAsync();
        return Page(context, "Who are you?", Html(
            $"""
            <p>Everybody may be everybody here. Customers invite friends; the team looks at the dashboard.</p>
            <h2>The team</h2>{People(accounts.Where(static one => one.IsStaff))}
            <h2>Customers</h2>{People(accounts.Where(static one => !one.IsStaff))}
            """));

        Markup People(IEnumerable<Account> people) => Joined(people.Select(account => Form(context, action, Html(
            $"<input type=\"hidden\" name=\"id\" value=\"{account.Id}\"><button class=\"plain\">{account.Name}</button>"))), "people");
    }

    private static async Task<IResult> AccountAsync(HttpContext context, ShopDbContext shop)
    {
        var id = Id(context);
        var orders = await shop.Orders.AsNoTracking().Where(order => order.AccountId == id).OrderByDescending(static order => order.PlacedAt).Take(50).ToListAsync();
        var rows = Joined(orders.Select(order => Html(
            $"""
            <tr><td>{order.Id}</td><td>{order.Product}</td><td>{order.Price.ToString("0", CultureInfo.InvariantCulture)} EUR</td><td>{(order.IsReturned
                ? Html($"Returned")
                : Form(context, "/return", Html($"<input type=\"hidden\" name=\"order\" value=\"{order.Id}\"><button class=\"plain\">Return</button>")))}</td></tr>
            """)));
        return Page(context, "Your account", Html(
            $"""
            <h2>Orders</h2>{(orders.Count == 0 ? Html($"<p>No orders yet.</p>") : Html($"<table><tbody>{rows}</tbody></table>"))}
            <h2>Invite friends</h2>
            <p><a href="/ask">Ask about your reward</a></p>
            <referral-widget><a href="/referrals/me">Your link, friends and rewards</a></referral-widget>
            <h2>For this demonstration</h2>
            {Form(context, "/days", Html($"<input type=\"hidden\" name=\"days\" value=\"{DaysOfHold}\"><button class=\"plain\">Let {DaysOfHold} days pass</button>"))}
            """));
    }

    private static IResult Question(HttpContext context, string? question, string? answer)
    {
        var texts = QuestionTexts.Current;
        var form = Form(context, "/ask", Html(
            $"""
            <label for="question">{texts.Label}</label>
            <input id="question" name="question" required maxlength="{ShopQuestions.MaxQuestion}" autocomplete="off" value="{question}">
            <button>{texts.Button}</button>
            """));
        var answered = answer is null ? Html($"") : Html(
            $"""<section aria-labelledby="answer"><h2 id="answer">{texts.Answer}</h2><p class="answer" role="status">{answer}</p></section>""");
        var examples = Joined(
            texts.Examples.Select(example => Form(context, "/ask", Html(
                $"<input type=\"hidden\" name=\"question\" value=\"{example}\"><button class=\"plain\">{example}</button>"))),
            "people examples");
        return Page(context, texts.Title, Html($"<p>{texts.Lead}</p>{form}{answered}{examples}"), texts.Language);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Account account, string? returnUrl)
    {
        var claims = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, account.Id), new Claim(ClaimTypes.Name, account.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        if (account.IsStaff)
        {
            claims.AddClaim(new Claim(ClaimTypes.Role, "staff"));
        }

        await context.SignInAsync(new ClaimsPrincipal(claims));

        // Only a path of this shop: a sign-in must not send people elsewhere.
        return Results.LocalRedirect(returnUrl is ['/', not ('/' or '\\'), ..] or "/" ? returnUrl : "/account");
    }

    private static string Id(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    private static Markup Form(HttpContext context, string action, Markup fields)
    {
        var token = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return Html($"<form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"{token.FormFieldName}\" value=\"{token.RequestToken}\">{fields}</form>");
    }

    private static IResult Page(HttpContext context, string title, Markup content, string language = "en")
    {
        var person = context.User.Identity?.Name is { } name
            ? Html($"<a href=\"/account\">{name}</a>{Form(context, "/sign-out", Html($"<input type=\"hidden\" name=\"from\" value=\"page\"><button class=\"plain\">Sign out</button>"))}")
            : Html($"<a href=\"/sign-in\">Sign in</a> <a href=\"/register\">Register</a>");
        var dashboard = context.User.IsInRole("staff") ? Html($"<a href=\"/admin/referrals\">Dashboard</a> ") : Html($"");
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        return Results.Content(Html(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · Lamp House</title>
            <link rel="stylesheet" href="/shop.css"><script src="/referrals/assets/referrals.js" defer></script></head>
            <body><header class="shop"><a class="name" href="/">Lamp House</a><nav><a href="/referrals/me">Invite friends</a> <a href="/referrals/welcome">I have a code</a> {dashboard}{person}</nav></header>
            <main class="shop" lang="{language}"><h1>{title}</h1>{content}</main></body>
            </html>
            """).Text, "text/html; charset=utf-8");
    }

    private static Markup Joined(IEnumerable<Markup> parts, string? css = null)
    {
        var all = new Markup(string.Concat(parts.Select(static part => part.Text)));
        return css is null ? all : Html($"<div class=\"{css}\">{all}</div>");
    }

    /// <summary>What stands in the source is HTML; what is put into it is text.</summary>
    private static Markup Html(FormattableString html) => new(string.Format(
        CultureInfo.InvariantCulture,
        html.Format,
        [.. html.GetArguments().Select(static value => value is Markup markup ? markup.Text : WebUtility.HtmlEncode(Convert.ToString(value, CultureInfo.InvariantCulture)))]));

    private readonly record struct Markup(string Text);
}

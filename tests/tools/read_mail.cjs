// read_mail.cjs FILE…: what npm's mailparser reads in mails, a JSON object for each in a line: subject, from, to, cc,
// message_id, text, html, and files with name, cid and bytes (base64).
const fs = require("fs");
const { simpleParser } = require("mailparser");

const addresses = (field) => (field ? field.value.map(({ name, address }) => [name, address]) : []);

(async () => {
  for (const path of process.argv.slice(2)) {
    const mail = await simpleParser(fs.readFileSync(path), { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
    console.log(
      JSON.stringify({
        subject: mail.subject ?? "",
        from: addresses(mail.from),
        to: addresses(mail.to),
        cc: addresses(mail.cc),
        message_id: mail.messageId,
        text: mail.text ?? "",
        html: mail.html || "",
        files: mail.attachments.map((file) => ({
          name: file.filename ?? null,
          cid: file.cid ?? null,
          bytes: file.content.toString("base64"),
        })),
      }),
    );
  }
})();

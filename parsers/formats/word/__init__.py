"""Word in all its forms: .docx, .doc and .wps of Word 97, and what LibreOffice turns into these."""
